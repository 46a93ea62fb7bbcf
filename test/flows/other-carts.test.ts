import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { files } from "../../src/catalog/bulk/carts/files.fixture.ts";
import { packageRoot } from "../../src/kit/package-root.ts";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { unhurried, type Json, type Shop } from "../support/shop.ts";

let house: SharedHouse;
beforeAll(async () => {
  house = await sharedHouse(unhurried);
});
afterAll(() => house.close());

const csv = { "content-type": "text/csv" };
const products = async (shop: Shop): Promise<Json[]> =>
  (await shop.api("GET", "/products?limit=100")).body["items"];
const mapping = (asked: Json) => `?mapping=${encodeURIComponent(JSON.stringify(asked))}`;

describe.concurrent("P10: the file of the cart one comes from", () => {
  it.each(Object.keys(files))("%s: comes in without editing it", async (name) => {
    const shop = await house.openShop({ connect: false });
    const { body } = await shop.csv("register", files[name] ?? "", "?mapping=auto");
    expect(body).toMatchObject({ state: "done", rows: 30, done: 30, failed: 0, notDone: 0 });
    expect(body["mapping"]).toMatchObject({ cart: name });
    const all = await products(shop);
    expect(all).toHaveLength(10);
    for (const { variations } of all) expect(variations).toHaveLength(3);
  });

  it("a file of EC-CUBE by our own headings, whose other columns are passed over on request", async () => {
    const shop = await house.openShop({ connect: false });
    const text = await readFile(join(packageRoot, "test/odd-files/ec-cube-import.csv"), "utf8");
    const refused = await shop.csv("register", text);
    expect(refused.status).toBe(422);
    expect(refused.body["detail"]).toMatch(/知らない列があります: (「[^」]+」){10}ほか\d+列/);
    expect(JSON.stringify(refused.body["errors"])).toContain("EC-CUBE 4の商品ファイルのようです");
    const { body } = await shop.csv("register", text, "?unknownColumns=ignore");
    expect(body).toMatchObject({ rows: 2, done: 2, failed: 0 });
    expect(await products(shop)).toMatchObject([
      { productCode: "tea-01", price: 980 },
      { productCode: "bean-01", price: 1980, variations: [{ quantity: 10 }] },
    ]);
  });

  it("a preview tells what the columns mean and shows the first products; the choice is kept for the next file", async () => {
    const shop = await house.openShop({ connect: false });
    const text = "呼び名,ねだん,ひかえ\n皿,500,a\n椀,700,b\n";
    const preview = async (query = "") =>
      (await shop.api("POST", `/products/bulk-preview${query}`, text, csv)).body;
    expect(await preview()).toMatchObject({
      ours: false,
      cart: null,
      kept: false,
      products: [],
    });
    const asked = { 呼び名: "商品名", ねだん: "price", ひかえ: null };
    expect(await preview(mapping(asked))).toMatchObject({
      kept: false,
      problems: [],
      products: [
        { name: "皿", price: 500, variations: [{ name: "" }], problems: [] },
        { name: "椀", price: 700 },
      ],
    });
    expect(await products(shop)).toEqual([]);
    const { body } = await shop.csv("register", text, mapping(asked));
    expect(body).toMatchObject({ done: 2, failed: 0 });
    expect(await preview()).toMatchObject({
      kept: true,
      products: [{ name: "皿", price: 500 }, { name: "椀" }],
    });
    const other = await house.openShop({ connect: false });
    const theirs = await other.api("POST", "/products/bulk-preview", text, csv);
    expect(theirs.body).toMatchObject({ kept: false });
  });

  it("P5: a bad row comes back in the file's own columns, and mended it comes in by the same choice", async () => {
    const shop = await house.openShop({ connect: false });
    const text =
      "商品ID,商品名,種類名,価格,種類在庫数,説明\n1,皿,,500,1,a\n2,椀,大,たかい,1,b\n2,椀,小,700,1,c\n";
    const { body, errors } = await shop.csv("register", text, "?mapping=base");
    expect(body).toMatchObject({ rows: 3, done: 1, failed: 2 });
    const [heading, first, second] = errors.split("\r\n");
    expect(heading).toBe("商品ID,商品名,種類名,価格,種類在庫数,説明,行番号,エラー内容");
    expect(first).toMatch(/^2,椀,大,たかい,1,b,3,"価格: /);
    expect(second).toMatch(/^2,椀,小,700,1,c,4,/);
    const again = await shop.csv("register", errors.replace("たかい", "900"), "?mapping=base");
    expect(again.body).toMatchObject({ rows: 2, done: 2, failed: 0 });
    expect(await products(shop)).toMatchObject([
      { name: "椀", price: 900, variations: [{ name: "大" }, { name: "小", price: 700 }] },
      { name: "皿" },
    ]);
  });

  it("Smaregi's own file links what is there by code, at once", async () => {
    const shop = await house.openShop();
    await shop.csv("register", "商品コード,商品名,販売価格\nC-1,珈琲,1296\nC-2,急須,3000\n");
    const text =
      "商品ID,部門ID,商品コード,商品名,商品単価\n8000001,1,\tC-1,珈琲,1296\n8000002,1,\tC-2,急須,3000\n";
    const { body } = await shop.csv("change", text, "?mapping=smaregi");
    expect(body).toMatchObject({ done: 2, failed: 0 });
    const links = (await products(shop)).map(({ productCode, variations }) => [
      productCode,
      variations[0].smaregiProductId,
    ]);
    expect(links).toEqual([
      ["C-2", "8000002"],
      ["C-1", "8000001"],
    ]);
  });
});
