import { afterAll, beforeAll, expect, it } from "vitest";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Json } from "../support/shop.ts";

let house: SharedHouse;
beforeAll(async () => {
  house = await sharedHouse(patient);
});
afterAll(() => house.close());

const ids = Array.from({ length: 12 }, (_, index) => String(8_000_001 + index));
const rates = (index: number) => (index % 3 === 0 ? 8 : 10);

it("O1 to O6: a shop made by CSV alone; ten orders of each kind, edited and cancelled; books and stock agree at the end", async () => {
  const products = ids.map((productId, index) => ({
    productId,
    productName: `商品${productId}`,
    price: 500 + index,
    ...(rates(index) === 8 ? { reduceTaxId: "10000001" } : {}),
  }));
  const shop = await house.openShop({
    products,
    stock: ids.map((productId) => ({ productId, stockAmount: 200 })),
  });
  const rows = ids.map((id, index) => `S-${index},商品${index},${500 + index},${rates(index)},する,,${id}`);
  const file = `商品コード,商品名,販売価格,税率,在庫管理フラグ,在庫数,スマレジ商品ID\n${rows.join("\n")}\nG,手作り品,700,10,する,500,\n会費,会費,3000,10,しない,,\n`;
  expect((await shop.csv("register", file)).body).toMatchObject({ done: 14, failed: 0 });
  await shop.quiet();
  const all: Json[] = (await shop.api("GET", "/products?limit=200")).body["items"];
  const variations = new Map(
    all.map((each) => [each["productCode"] as string, each["variations"][0].id as string]),
  );
  const idOf = (code: string): string => variations.get(code) ?? "";

  const kinds = ["normal", "preorder", "proxy", "subscription", "membershipFee"];
  const expected = new Map<string, { total: number; lines: Json[] } | null>();
  for (const kind of kinds) {
    for (let nth = 0; nth < 10; nth += 1) {
      const goods = [
        { variationId: idOf(`S-${nth}`), quantity: 1 + (nth % 3) },
        { variationId: idOf(`S-${(nth * 5) % 12}`), quantity: 2 },
        { variationId: idOf("G"), quantity: 1 },
      ];
      const lines = kind === "membershipFee" ? [{ variationId: idOf("会費"), quantity: 1 }] : goods;
      const order = await shop.order(lines, {
        kind,
        shippingFee: nth % 2 === 0 ? 600 : null,
        discount: nth * 10,
      });
      let last = order;
      if (nth % 3 === 1) {
        const more = lines.map((line) => ({ ...line, quantity: line.quantity + 1 }));
        const edited = await shop.api("PATCH", `/orders/${order["id"]}`, { lines: more, pointsUsed: 5 });
        expect(edited.status).toBe(200);
        last = edited.body;
      }
      const isCancelled = nth % 5 === 4;
      if (isCancelled) await shop.api("POST", `/orders/${order["id"]}/status`, { status: "cancelled" });
      expected.set(order["number"], isCancelled ? null : { total: last["total"], lines: last["lines"] });
    }
  }
  await shop.quiet();

  const transactions = await shop.transactions();
  const standing = transactions.filter((each) => each["cancelDivision"] === "0");
  expect(standing.map((each) => each["memo"]).sort()).toEqual(
    [...expected].flatMap(([number, what]) => (what === null ? [] : [number])).sort(),
  );
  for (const each of standing) {
    const what = expected.get(each["memo"]);
    expect(each["total"]).toBe(String(what?.total));
    expect(each["details"].map((line: Json) => [line["quantity"], line["salesPrice"]])).toEqual(
      what?.lines.map((line) => [String(line["quantity"]), String(line["unitPrice"])]),
    );
  }
  const stock = await shop.stock();
  for (const [index, id] of ids.entries()) {
    const sold = [...expected.values()]
      .flatMap((what) => what?.lines ?? [])
      .filter((line) => line["variationId"] === idOf(`S-${index}`));
    const pieces = sold.reduce((sum: number, line) => sum + line["quantity"], 0);
    expect(stock.get(id)).toBe(200 - pieces);
    expect(await shop.quantity(idOf(`S-${index}`))).toBe(200 - pieces);
  }
  const orders: Json[] = (await shop.api("GET", "/orders?limit=200")).body["items"];
  expect(new Set(orders.map((order) => order["link"].state))).toEqual(new Set(["registered", "cancelled"]));
  expect((await shop.api("GET", "/integration-log")).body["items"]).toEqual([]);
});
