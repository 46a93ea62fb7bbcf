import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { addVariation } from "../../test/support/rows.ts";
import { catchUp } from "./catch-up.ts";

let linked: LinkedShop;
beforeAll(async () => {
  linked = await openLinkedShop();
});
afterAll(() => linked.close());

const call = "GET /stock";
const odd = [
  ["no amount", { stockAmount: null }],
  ["a word for an amount", { stockAmount: "多数" }],
  ["an object for an amount", { stockAmount: { value: "12" } }],
  ["an empty amount", { stockAmount: "" }],
] as const;

/** A shop with two linked products of ten pieces; one of them moves to 7 in Smaregi without a notification. */
async function openShop(more: number) {
  const shop = await linked.openShop();
  const ids = Array.from({ length: more }, (_, nth) => String(8_000_002 + nth));
  await shop.addToSmaregi(ids.map((productId) => ({ productId, stockAmount: 10 })));
  for (const smaregiProductId of ids) {
    await addVariation(linked.ctx, shop.merchantId, { stockManaged: true, smaregiProductId });
  }
  await shop.sync();
  await catchUp(linked.ctx, shop);
  await shop.sync();
  const quantities = async () =>
    new Map(
      (
        await shop.select("select smaregi_product_id as id, quantity from variations where merchant_id = $1")
      ).map(({ id, quantity }) => [id, quantity]),
    );
  const failures = async () =>
    await shop.select(
      "select smaregi_product_id as id, fact from integration_log where merchant_id = $1 and state = 'open'",
    );
  return { ...shop, ids, quantities, failures };
}

describe.concurrent("P5: a stock row that cannot be read is that product's failure alone", () => {
  it.each(odd)("S6: %s, met by the look for what changed", async (_, fields) => {
    const shop = await openShop(2);
    await shop.switches({ oddRows: [{ call, id: "8000001", fields }] });
    await shop.setStock(["8000001", "8000002"], 7);
    await catchUp(linked.ctx, shop);
    expect(await shop.quantities()).toEqual(
      new Map([
        ["8000001", 10],
        ["8000002", 7],
        ["8000003", 10],
      ]),
    );
    const [failure, ...others] = await shop.failures();
    expect(others).toEqual([]);
    expect(failure).toMatchObject({ id: "8000001" });
    const value = JSON.stringify(fields.stockAmount);
    expect(failure.fact).toEqual({ kind: "oddRow", data: { id: "8000001", field: "stockAmount", value } });
    // Once it can be read again, nothing is left of it.
    await shop.switches({ oddRows: [] });
    await shop.setStock(["8000001"], 6);
    await catchUp(linked.ctx, shop);
    expect((await shop.quantities()).get("8000001")).toBe(6);
    expect(await shop.failures()).toEqual([]);
  });

  it.each([
    ["one by one", 2],
    ["by the list of the store", 30],
  ])("S6: met by a sync that reads %s", async (_, more) => {
    const shop = await openShop(more);
    await shop.switches({ oddRows: [{ call, id: "8000002", fields: { stockAmount: null } }] });
    await shop.setStock(["8000001", ...shop.ids], 7);
    await shop.ask(["8000001", ...shop.ids]);
    await shop.sync();
    const quantities = await shop.quantities();
    expect(quantities.get("8000002")).toBe(10);
    quantities.delete("8000002");
    expect(new Set(quantities.values())).toEqual(new Set([7]));
    expect((await shop.failures()).map(({ id }) => id)).toEqual(["8000002"]);
  });

  it("one of a product that is not linked is nothing", async () => {
    const shop = await openShop(1);
    await shop.addToSmaregi([{ productId: "9000001", stockAmount: 3 }]);
    await shop.switches({ oddRows: [{ call, id: "9000001", fields: { stockAmount: null } }] });
    await shop.setStock(["8000001", "9000001"], 7);
    await catchUp(linked.ctx, shop);
    expect((await shop.quantities()).get("8000001")).toBe(7);
    expect(await shop.failures()).toEqual([]);
  });

  it.each([
    ["one by one", 2],
    ["by the list of the store", 30],
  ])("P3: where Smaregi minds no filter, no other store's number counts, read %s", async (_, more) => {
    const shop = await openShop(more);
    await shop.addStore("2", ["8000001", ...shop.ids]);
    await shop.loseStock(["8000002"]);
    await shop.addStore("3", ["8000002"]);
    await shop.switches({ filters: "ignored" });
    await shop.ask(["8000001", ...shop.ids]);
    await shop.sync();
    expect(new Set((await shop.quantities()).values())).toEqual(new Set([10]));
    // A product without its own row is asked for separately; an answer with only other products counts as no answer.
    expect((await shop.failures()).map(({ id }) => id)).toEqual(["8000002"]);
  });

  it("P3: one without an ID makes no other product seem to be gone", async () => {
    const shop = await openShop(30);
    await shop.switches({ oddRows: [{ call, id: "8000002", fields: { productId: null } }] });
    await shop.ask(["8000001", ...shop.ids]);
    await shop.sync();
    expect((await shop.quantities()).get("8000002")).toBe(10);
  });
});
