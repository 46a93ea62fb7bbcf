import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../../test/support/linked-shop.ts";
import { addVariation } from "../../../test/support/rows.ts";
import { catchUp } from "../catch-up.ts";

let linked: LinkedShop;
beforeAll(async () => {
  linked = await openLinkedShop();
});
afterAll(() => linked.close());

/** A second product, of seven pieces, whose stock moved long ago and whose first reading fails in this way. */
async function openShop(fault: string, times = 1) {
  const shop = await linked.openShop();
  await catchUp(linked.ctx, shop);
  await shop.sync();
  await shop.switches({ clockOffsetMs: -3_600_000 });
  await shop.addToSmaregi([{ productId: "8000002", stockAmount: 7 }]);
  await shop.switches({ clockOffsetMs: 0 });
  const id = await addVariation(linked.ctx, shop.merchantId, {
    stockManaged: true,
    smaregiProductId: "8000002",
  });
  await shop.ask(["8000002"]);
  await shop.fault("GET /stock", fault, times);
  await shop.sync();
  const [row] = await shop.select("select mode from connections where merchant_id = $1");
  expect(row).toMatchObject({ mode: "standard" });
  const found = () =>
    shop.select(
      `select v.quantity, l.state from variations v
       join integration_log l on l.merchant_id = v.merchant_id and l.variation_id = v.id
       where v.merchant_id = $1 and v.id = $2`,
      id,
    );
  expect(await found()).toEqual([{ quantity: 0, state: "open" }]);
  return { ...shop, found };
}

describe("P2: a product whose reading failed in the standard mode", () => {
  it.each([
    ["status500", 1],
    ["html404", 1],
    ["html502", 1],
    ["garbage", 1],
    // The second with a new token.
    ["status401", 2],
  ])("is read once Smaregi answers again, though nothing changed there since (%s)", async (fault, times) => {
    const shop = await openShop(fault, times);
    await catchUp(linked.ctx, shop);
    await shop.sync();
    expect(await shop.found()).toEqual([{ quantity: 7, state: "repaired" }]);
  });

  it("F3: is not asked for again where Smaregi itself refused", async () => {
    const shop = await openShop("status400");
    await catchUp(linked.ctx, shop);
    expect(await shop.select("select 1 from signals where merchant_id = $1")).toEqual([]);
    expect(await shop.found()).toEqual([{ quantity: 0, state: "open" }]);
  });

  it("F3: is left alone where a person has said that it is handled", async () => {
    const shop = await openShop("status500");
    await shop.select("update integration_log set state = 'handled' where merchant_id = $1");
    await catchUp(linked.ctx, shop);
    expect(await shop.select("select 1 from signals where merchant_id = $1")).toEqual([]);
  });
});
