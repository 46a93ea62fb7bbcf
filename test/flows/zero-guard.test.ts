import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Json, type Shop } from "../support/shop.ts";

let house: SharedHouse;
beforeAll(async () => {
  house = await sharedHouse(patient);
});
afterAll(() => house.close());

const ids = Array.from({ length: 8 }, (_, index) => String(101 + index));
const goods = (gone: string[]): Json[] =>
  ids
    .filter((id) => !gone.includes(id))
    .map((productId) => ({ productId, productName: `商品${productId}`, price: 100 }));

async function openLinked(): Promise<{ shop: Shop; variations: string[] }> {
  const shop = await house.openShop({ products: goods([]) });
  const rows = ids.map((id) => `商品${id},100,する,${id}`);
  await shop.csv("register", `商品名,価格,在庫管理フラグ,スマレジ商品ID\n${rows.join("\n")}\n`);
  await shop.quiet();
  const { rows: found } = await house.database.pool.query(
    "select id from variations where merchant_id = $1 order by smaregi_product_id",
    [shop.merchantId],
  );
  return { shop, variations: found.map((row) => row.id) };
}

/** Removes Smaregi's products or restores them, and queues a read for every variation. */
async function setGoods(shop: Shop, gone: string[]): Promise<void> {
  const products = goods(gone);
  await house.control("PUT", `/contracts/${shop.contractId}`, {
    clientId: "client",
    clientSecret: "secret",
    stores: [{ storeId: "1", storeName: "本店" }],
    terminals: [{ storeId: "1", terminalId: "2", terminalName: "オンライン" }],
    products,
    stock: products.map(({ productId }) => ({ productId, storeId: "1", stockAmount: 10 })),
  });
  await shop.csv("change", (await shop.download("/products.csv")).toString());
  await shop.quiet();
}

const quantities = async (shop: Shop, variations: string[]) =>
  await Promise.all(variations.map((id) => shop.quantity(id)));
const question = async (shop: Shop) => (await shop.api("GET", "/status")).body["zeroQuestion"];
const answer = (shop: Shop, given: string) => shop.api("POST", "/zero-question/answer", { answer: given });

describe.concurrent("B8: many products gone from Smaregi at once", () => {
  it("keeps the quantities, says so, and asks; set to zero, they become 0 as S5 says", async () => {
    const { shop, variations } = await openLinked();
    await setGoods(shop, ids.slice(0, 6));
    expect(await quantities(shop, variations)).toEqual(Array(8).fill(10));
    expect(await question(shop)).toMatchObject({ products: 6, variations: 6 });
    const { items } = (await shop.api("GET", "/integration-log?state=open")).body;
    expect(items).toHaveLength(6);
    expect(items[0].reason).toContain("保留しています");
    // Reading again does not release them: repeating does not weaken the guard.
    await shop.api("POST", `/integration-log/${items[0].id}/retry`);
    await shop.quiet();
    expect(await quantities(shop, variations)).toEqual(Array(8).fill(10));
    expect((await answer(shop, "setToZero")).body).toEqual({ products: 6 });
    expect(await quantities(shop, variations)).toEqual([...Array(6).fill(0), 10, 10]);
    const moves = (await shop.api("GET", `/variations/${variations[0]}/movements`)).body["items"];
    expect(moves[0]).toMatchObject({ cause: "zeroConfirmed", change: -10, quantity: 0 });
    expect(await question(shop)).toBeNull();
    expect((await answer(shop, "keep")).body["code"]).toBe("nothing_asked");
  });

  it("heals by itself when Smaregi knows them again", async () => {
    const { shop, variations } = await openLinked();
    await setGoods(shop, ids);
    expect(await question(shop)).toMatchObject({ products: 8 });
    await setGoods(shop, []);
    expect(await question(shop)).toBeNull();
    expect(await quantities(shop, variations)).toEqual(Array(8).fill(10));
    expect((await shop.api("GET", "/integration-log?state=open")).body["items"]).toEqual([]);
  });

  it("kept, they stay as they are and are not asked about again", async () => {
    const { shop, variations } = await openLinked();
    await setGoods(shop, ids.slice(0, 6));
    expect((await answer(shop, "keep")).body).toEqual({ products: 6 });
    await shop.csv("change", (await shop.download("/products.csv")).toString());
    await shop.quiet();
    expect(await quantities(shop, variations)).toEqual(Array(8).fill(10));
    expect(await question(shop)).toBeNull();
  });

  it("a few that are gone are no mass: S5 sets them to 0 at once", async () => {
    const { shop, variations } = await openLinked();
    await setGoods(shop, ids.slice(0, 4));
    expect(await quantities(shop, variations)).toEqual([0, 0, 0, 0, 10, 10, 10, 10]);
    expect(await question(shop)).toBeNull();
  });
});
