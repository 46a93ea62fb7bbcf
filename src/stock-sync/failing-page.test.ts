import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { addVariation } from "../../test/support/rows.ts";
import { listSmaregiProducts, readMirrorState } from "../smaregi-catalog/list-products.ts";
import { readCatalog } from "../smaregi-catalog/read-catalog.ts";
import { refreshCatalog } from "../smaregi-catalog/refresh-catalog.ts";
import { catchUp } from "./catch-up.ts";

let linked: LinkedShop;
beforeAll(async () => {
  linked = await openLinkedShop();
});
afterAll(() => linked.close());

const bad = "8000002";

/** A shop with 31 linked products of ten pieces, which are all read. */
async function openShop() {
  const shop = await linked.openShop();
  const ids = Array.from({ length: 30 }, (_, nth) => String(8_000_002 + nth));
  await shop.addToSmaregi(ids.map((productId) => ({ productId, stockAmount: 10 })));
  for (const smaregiProductId of ids) {
    await addVariation(linked.ctx, shop.merchantId, { stockManaged: true, smaregiProductId });
  }
  await shop.sync();
  await catchUp(linked.ctx, shop);
  await shop.sync();
  const quantities = async () => {
    const read = "select smaregi_product_id as id, quantity from variations where merchant_id = $1";
    return new Map((await shop.select(read)).map(({ id, quantity }) => [id, quantity]));
  };
  return { ...shop, ids: ["8000001", ...ids], quantities };
}

const others = (quantities: Map<string, number>) =>
  new Set([...quantities].flatMap(([id, quantity]) => (id === bad ? [] : [quantity])));

describe.concurrent("P5: a page of Smaregi's list that always fails keeps no product behind it", () => {
  it.each([
    ["has a row that fails", { failingRows: [{ call: "GET /stock", id: bad }] }],
    ["is too long for a gateway", { longestPage: 20, pageLimit: 30 }],
  ])("S4: a sync by the list of the store, where a page %s", async (_, switches) => {
    const shop = await openShop();
    await shop.switches(switches);
    await shop.setStock(shop.ids, 7);
    await shop.ask(shop.ids);
    await shop.sync();
    const quantities = await shop.quantities();
    expect(others(quantities)).toEqual(new Set([7]));
    expect(quantities.get(bad)).toBe("failingRows" in switches ? 10 : 7);
  });

  it("S4: the look for what changed stores what it sees, and begins there again", async () => {
    const shop = await openShop();
    // The part with the failing row is a page of its own, so only its row is missing.
    await shop.switches({ pageLimit: 10, failingRows: [{ call: "GET /stock", id: bad }] });
    await shop.setStock(shop.ids, 7);
    await catchUp(linked.ctx, shop);
    const quantities = await shop.quantities();
    expect(quantities.get(shop.ids[30] ?? "")).toBe(7);
    expect(quantities.get(bad)).toBe(10);
    await shop.switches({ failingRows: [] });
    await catchUp(linked.ctx, shop);
    expect((await shop.quantities()).get(bad)).toBe(7);
  });

  it("P3: a page in the middle that is shorter than others ends no list: nothing behind it is gone", async () => {
    const shop = await openShop();
    await shop.addToSmaregi([{ productId: "7999999", stockAmount: 1 }]);
    const ofStranger = ["GET /stock", "GET /products"].map((call) => ({ call, id: "7999999" }));
    await shop.switches({ pageLimit: 4, leftOutRows: ofStranger });
    await shop.setStock(shop.ids, 7);
    await catchUp(linked.ctx, shop);
    expect(new Set((await shop.quantities()).values())).toEqual(new Set([7]));
    const { merchantId } = shop;
    await refreshCatalog(linked.ctx, { merchantId, acceptsGone: false });
    await readCatalog(linked.ctx, { merchantId });
    expect(await readMirrorState(linked.ctx, merchantId)).toMatchObject({ products: 31, unlisted: 0 });
  });

  it("the mirror of Smaregi's products has all others, and none is marked as gone", async () => {
    const shop = await openShop();
    const { merchantId } = shop;
    const read = async () => {
      await refreshCatalog(linked.ctx, { merchantId, acceptsGone: false });
      await readCatalog(linked.ctx, { merchantId });
      const { items } = await listSmaregiProducts(linked.ctx, { merchantId, limit: 200 });
      return new Map(items.map(({ smaregiProductId, name }) => [smaregiProductId, name]));
    };
    expect((await read()).size).toBe(31);
    await shop.changeProduct("8000031", { productName: "新しい名前" });
    await shop.switches({ pageLimit: 10, failingRows: [{ call: "GET /products", id: bad }] });
    const mirrored = await read();
    expect([...mirrored.keys()].toSorted()).toEqual(shop.ids);
    expect(mirrored.get("8000031")).toBe("新しい名前");
    expect((await readMirrorState(linked.ctx, merchantId)).problem).not.toBeNull();
    await shop.switches({ failingRows: [] });
    await read();
    expect((await readMirrorState(linked.ctx, merchantId)).problem).toBeNull();
  });
});
