import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../../test/support/linked-shop.ts";
import { addMerchant, addVariation } from "../../../test/support/rows.ts";
import { allowContract } from "../../connection/proof/vouch.ts";
import { readConnection, saveConnection, type ConnectionInput } from "../../connection/save-connection.ts";
import { testConnection } from "../../connection/test-connection.ts";
import { readStatus } from "../../status/read-status.ts";
import { zeroQuestion } from "../zero-guard/answer-zeros.ts";
import { previewConnection } from "./preview-connection.ts";

let linked: LinkedShop;
beforeAll(async () => {
  linked = await openLinkedShop();
});
afterAll(() => linked.close());

/** A shop of eight linked products of ten pieces; a second store has five of the first, and none of the others. */
async function openShop() {
  const shop = await linked.openShop();
  const { merchantId } = shop;
  const ids = Array.from({ length: 7 }, (_, nth) => String(8_000_002 + nth));
  await shop.addToSmaregi(ids.map((productId) => ({ productId, stockAmount: 10 })));
  for (const smaregiProductId of ids)
    await addVariation(linked.ctx, merchantId, { stockManaged: true, smaregiProductId });
  await shop.sync();
  await shop.addStore("2");
  await linked.control("POST", `/contracts/sb_${merchantId}/stock`, {
    changes: [{ storeId: "2", productId: "8000001", stockAmount: 5 }],
    notify: false,
  });
  const connection = (over: Partial<ConnectionInput> = {}) => ({
    contractId: `sb_${merchantId}`,
    storeId: "2",
    terminalId: "2",
    ...over,
  });
  const of = { merchantId, actor: "店長" };
  const look = (over?: Partial<ConnectionInput>) =>
    previewConnection(linked.ctx, { ...of, connection: connection(over) });
  const save = async (previewId?: string, over?: Partial<ConnectionInput>) => {
    await saveConnection(linked.ctx, { ...of, connection: connection(over), previewId });
    await shop.sync();
  };
  const quantities = async () =>
    (
      await shop.select("select quantity from variations where merchant_id = $1 order by smaregi_product_id")
    ).map(({ quantity }) => quantity);
  return { ...shop, look, save, quantities };
}

const tens = Array.from({ length: 8 }, () => 10);
const zeros = (...first: number[]) => [...first, ...Array.from({ length: 8 - first.length }, () => 0)];

describe.concurrent("P3: what a change of the connection would do is seen before it is saved", () => {
  it("which quantities fall, and why; nothing is changed by looking", async () => {
    const shop = await openShop();
    const shown = await shop.look();
    expect(shown.quantities).toMatchObject({ changed: 8, toZero: 7, noRow: 7 });
    expect(shown.quantities.examples).toHaveLength(8);
    expect(
      shown.quantities.examples.map(({ quantityNow, quantityThen, because }) => [
        quantityNow,
        quantityThen,
        because,
      ]),
    ).toEqual([...Array.from({ length: 7 }, () => [10, 0, "neverMoved"]), [10, 5, "found"]]);
    // The terminal belongs to the first store.
    expect(shown.warnings.map(({ name, fact }) => [name, fact.kind])).toEqual([
      ["terminal", "terminalElsewhere"],
    ]);
    expect(await shop.quantities()).toEqual(tens);
  });

  it("saved as it was shown, it is not asked about again; saved without, the fall is held", async () => {
    const [seen, blind] = [await openShop(), await openShop()];
    await seen.save((await seen.look()).previewId);
    expect(await seen.quantities()).toEqual(zeros(5));
    expect(await zeroQuestion(linked.ctx, seen.merchantId)).toBeNull();
    await blind.save();
    expect(await blind.quantities()).toEqual([5, ...tens.slice(1)]);
    expect(await zeroQuestion(linked.ctx, blind.merchantId)).toMatchObject({ products: 7 });
    // Asked about already, it may still be looked at and confirmed.
    await blind.save((await blind.look()).previewId);
    await blind.ask(["8000002", "8000003", "8000004", "8000005", "8000006", "8000007", "8000008"]);
    await blind.sync();
    expect(await blind.quantities()).toEqual(zeros(5));
    expect(await zeroQuestion(linked.ctx, blind.merchantId)).toBeNull();
  });

  it("what was confirmed of one move says nothing of the next: back and there again without a look, the fall is held", async () => {
    const shop = await openShop();
    await shop.save((await shop.look()).previewId);
    await shop.save(undefined, { storeId: "1" });
    expect(await shop.quantities()).toEqual(tens);
    await shop.save();
    expect(await shop.quantities()).toEqual([5, ...tens.slice(1)]);
    expect(await zeroQuestion(linked.ctx, shop.merchantId)).toMatchObject({ products: 7 });
  });

  it("what was not shown to fall is held all the same", async () => {
    const shop = await openShop();
    const { previewId } = await shop.look({ storeId: "1" });
    await shop.save(previewId, { storeId: "1" });
    await shop.loseStock([
      "8000001",
      "8000002",
      "8000003",
      "8000004",
      "8000005",
      "8000006",
      "8000007",
      "8000008",
    ]);
    await shop.ask(["8000001", "8000002", "8000003", "8000004", "8000005", "8000006", "8000007", "8000008"]);
    await shop.sync();
    expect(await shop.quantities()).toEqual(tens);
  });

  it("one of another place, of yesterday, of somebody else or of nobody confirms nothing, and nothing is saved", async () => {
    const [shop, other] = [await openShop(), await openShop()];
    const { previewId } = await shop.look();
    const outdated = { code: "preview_outdated" };
    await expect(shop.save(previewId, { storeId: "1" })).rejects.toMatchObject(outdated);
    await expect(other.save(previewId)).rejects.toMatchObject(outdated);
    await expect(shop.save("x")).rejects.toMatchObject(outdated);
    await shop.select(
      "update connection_previews set made_at = now() - interval '31 minutes' where merchant_id = $1",
    );
    await expect(shop.save(previewId)).rejects.toMatchObject(outdated);
    const [row] = await shop.select("select store_id from connections where merchant_id = $1");
    expect(row.store_id).toBe("1");
  });

  it("P8, C1: a contract that is not proven, and another merchant's place, are told as a save would", async () => {
    const [shop, other] = [await openShop(), await openShop()];
    const theirs = { contractId: `sb_${other.merchantId}`, storeId: "1" };
    await expect(shop.look(theirs)).rejects.toMatchObject({ code: "contract_unproven" });
    await allowContract(linked.ctx, { merchantId: shop.merchantId, contractId: theirs.contractId });
    await expect(shop.look(theirs)).rejects.toMatchObject({ code: "contract_taken" });
  });

  it("switched off it changes no quantity; where Smaregi can't be read, nothing is claimed", async () => {
    const shop = await openShop();
    expect((await shop.look({ enabled: false })).quantities).toMatchObject({ changed: 0, toZero: 0 });
    await shop.fault("GET /stock", "status503", 99);
    await expect(shop.look()).rejects.toMatchObject({ code: "smaregi_unreachable" });
  });

  it("P6: orders that do not stand in Smaregi are counted", async () => {
    const shop = await openShop();
    await shop.save(undefined, { enabled: false, storeId: "1" });
    await shop.order(1);
    expect((await shop.look({ enabled: true, storeId: "1" })).orders).toEqual({ notAsTheyStand: 1 });
  });

  it("P11: a person turns on only what was tested green, or nevertheless: then it is told until a test is green", async () => {
    const shop = await openShop();
    const { merchantId } = shop;
    const place = { storeId: "1", enabled: true };
    const turnOn = (how: { previewId?: string; nevertheless?: boolean }) =>
      saveConnection(linked.ctx, {
        merchantId,
        actor: "店長",
        connection: { contractId: `sb_${merchantId}`, storeId: "1", terminalId: "2", enabled: true },
        byConsole: true,
        ...how,
      });
    const refused = { code: "test_not_green" };
    const forced = async () => (await readStatus(linked.ctx, merchantId)).connection;
    await shop.save(undefined, { ...place, enabled: false });
    await expect(turnOn({})).rejects.toMatchObject(refused);
    await shop.changePlace({}, { useStopDivision: "1" });
    const { previewId } = await shop.look(place);
    await expect(turnOn({ previewId })).rejects.toMatchObject(refused);
    expect(await forced()).toMatchObject({ state: "off" });
    await turnOn({ previewId, nevertheless: true });
    expect(await forced()).toMatchObject({ state: "on", forced: { by: "店長" } });
    const [entry] = await shop.select(
      "select after from audit_log where merchant_id = $1 and event = 'switchedOnUntested'",
    );
    expect(entry.after).toEqual({ failedChecks: ["terminal"] });
    // It is on: another mode or a look turns nothing on.
    await turnOn({});
    await testConnection(linked.ctx, merchantId);
    expect(await forced()).toHaveProperty("forced");
    await shop.changePlace({}, { useStopDivision: "0" });
    await testConnection(linked.ctx, merchantId);
    expect(await forced()).not.toHaveProperty("forced");
  });

  it("P11: a green look is good for what was saved then; an API key saves without one", async () => {
    const shop = await openShop();
    const place = { storeId: "1", enabled: true };
    await shop.save(undefined, { ...place, enabled: false });
    const { previewId } = await shop.look(place);
    const turnOn = { merchantId: shop.merchantId, actor: "店長", byConsole: true, previewId };
    const connection = { contractId: `sb_${shop.merchantId}`, storeId: "1", terminalId: "2", enabled: true };
    // Someone else saves in between.
    await shop.save(undefined, { ...place, enabled: false, mode: "assured" });
    await expect(saveConnection(linked.ctx, { ...turnOn, connection })).rejects.toMatchObject({
      code: "test_not_green",
    });
    const fresh = await shop.look(place);
    await saveConnection(linked.ctx, { ...turnOn, previewId: fresh.previewId, connection });
    expect(await readConnection(linked.ctx, shop.merchantId)).toMatchObject({
      enabled: true,
      testedAt: expect.any(Date),
    });
    await shop.save(undefined, { storeId: "2", enabled: true });
    expect(await readConnection(linked.ctx, shop.merchantId)).not.toHaveProperty("testedAt");
  });

  it("a merchant without a connection may look as well", async () => {
    const { id: merchantId } = await addMerchant(linked.ctx, "新しい店");
    await linked.control("PUT", `/contracts/sb_${merchantId}`, {
      stores: [{ storeId: "1", storeName: "本店" }],
      terminals: [{ storeId: "1", terminalId: "2", terminalName: "オンライン" }],
    });
    await allowContract(linked.ctx, { merchantId, contractId: `sb_${merchantId}` });
    const connection = { contractId: `sb_${merchantId}`, storeId: "1", terminalId: "2" };
    expect(await previewConnection(linked.ctx, { merchantId, actor: "店長", connection })).toMatchObject({
      quantities: { changed: 0, toZero: 0, examples: [] },
      orders: { notAsTheyStand: 0 },
    });
  });
});
