import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../../test/support/linked-shop.ts";
import { addMerchant, addVariation } from "../../../test/support/rows.ts";
import { allowContract } from "../../connection/proof/vouch.ts";
import { saveConnection, type ConnectionInput } from "../../connection/save-connection.ts";
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
