import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Json, type Shop } from "../support/shop.ts";

let house: SharedHouse;
let shop: Shop;
beforeAll(async () => {
  house = await sharedHouse(patient);
  shop = await house.openShop({ connect: false });
});
afterAll(() => house.close());

async function dryRun(kind: "register" | "change", text: string): Promise<{ job: Json; changes: Json[] }> {
  const { body: job } = await shop.csv(kind, text, "?dryRun=true");
  const changes: Json[] = [];
  for (let cursor = ""; ;) {
    const { body } = await shop.api("GET", `/bulk-jobs/${job["id"]}/changes?limit=200${cursor}`);
    changes.push(...body["items"]);
    if (body["nextCursor"] === null) return { job, changes };
    cursor = `&cursor=${body["nextCursor"]}`;
  }
}

describe("a dry run shows what it would change", () => {
  it("P12: what its links would do to the quantities, read from Smaregi, before it is run", async () => {
    const linked = await house.openShop({ stock: [{ productId: "8000001", stockAmount: 10 }] });
    await linked.csv(
      "register",
      "商品コード,商品名,販売価格,在庫管理フラグ,在庫数\nCUP,湯呑,1200,する,12\nTRAY,盆,800,する,3\n",
    );
    const rows = "u,CUP,8000001\nu,TRAY,8000002\nn,NEW,8000002";
    const file = `処理区分,商品コード,スマレジ商品ID,商品名,価格\n${rows.replaceAll("\n", ",,\n")},新しい盆,800\n`;
    const { body: job } = await linked.csv("change", file, "?dryRun=true");
    expect(job).toMatchObject({ done: 3 });
    const { body } = await linked.api("GET", `/bulk-jobs/${job["id"]}/quantities`);
    expect(body["quantities"]).toMatchObject({
      changed: 2,
      toZero: 1,
      noRow: 1,
      piecesNow: 15,
      piecesThen: 10,
      examples: [
        { name: "盆", quantityNow: 3, quantityThen: 0, because: "neverMoved" },
        { name: "湯呑", quantityNow: 12, quantityThen: 10, because: "found" },
      ],
    });
    const plain = await linked.csv("change", "商品コード,商品名\nCUP,湯呑 大\n", "?dryRun=true");
    const none = await linked.api("GET", `/bulk-jobs/${plain.body["id"]}/quantities`);
    expect(none.body["quantities"]).toBeNull();
  });

  it("old and new values by the headings of the file; what was refused is not among them, and nothing is done", async () => {
    await shop.csv(
      "register",
      "商品コード,商品名,販売価格,在庫管理フラグ,在庫数\nCUP,湯呑,1200,する,12\nTRAY,盆,800,する,3\n",
    );
    const number = async (code: string) => {
      const { body } = await shop.api("GET", `/products?q=${code}`);
      return body["items"][0].variations[0].systemProductNumber as string;
    };
    const [cup, tray] = [await number("CUP"), await number("TRAY")];
    const file = [
      "処理区分,商品コード,商品名,価格,JANコード,スマレジ商品ID",
      "u,CUP,湯呑 大,1200,,8000001",
      "u,NOWHERE,謎,1,,",
      "n,SPOON,匙,300,4901234567894,",
      "d,TRAY,,,,",
    ].join("\n");
    const { job, changes } = await dryRun("change", file);
    expect(job).toMatchObject({ dryRun: true, done: 3, failed: 1 });
    expect(changes).toEqual([
      {
        row: 2,
        action: "change",
        productName: "湯呑 大",
        systemProductNumber: cup,
        changes: [
          { column: "商品名", before: "湯呑", after: "湯呑 大" },
          // After it is linked it waits for Smaregi's number, at 0 until then (U6).
          { column: "在庫数", before: "12", after: "0" },
          { column: "スマレジ商品ID", before: null, after: "8000001" },
        ],
      },
      {
        row: 4,
        action: "register",
        productName: "匙",
        systemProductNumber: null,
        changes: [
          { column: "商品コード", before: null, after: "SPOON" },
          { column: "商品名", before: null, after: "匙" },
          { column: "価格", before: null, after: "300" },
          { column: "JANコード", before: null, after: "4901234567894" },
        ],
      },
      { row: 5, action: "delete", productName: "盆", systemProductNumber: tray, changes: [] },
    ]);
    expect((await shop.api("GET", "/products")).body["items"]).toHaveLength(2);
    // The same file without the dry run does exactly that, and stores no list.
    const done = await shop.csv("change", file);
    expect(done.body).toMatchObject({ done: 3, failed: 1 });
    const left = (await shop.api("GET", "/products")).body["items"] as Json[];
    expect(left.map((each) => each["name"])).toEqual(["匙", "湯呑 大"]);
    expect(left[1]?.["variations"][0]).toMatchObject({ quantity: 0, smaregiProductId: "8000001" });
    expect((await shop.api("GET", `/bulk-jobs/${done.body["id"]}/changes`)).body["items"]).toEqual([]);
  });

  it("the first 500 rows, over all batches; another merchant sees none of it", async () => {
    const rows = Array.from({ length: 1203 }, (_, nth) => `商品${nth},${nth + 1}`);
    const { job, changes } = await dryRun("register", `商品名,販売価格\n${rows.join("\n")}\n`);
    expect(job).toMatchObject({ rows: 1203, done: 1203 });
    expect(changes).toHaveLength(500);
    expect(changes.at(-1)).toMatchObject({ row: 501, productName: "商品499" });
    const stranger = await house.openShop({ connect: false });
    expect((await stranger.api("GET", `/bulk-jobs/${job["id"]}/changes`)).status).toBe(404);
  });
});
