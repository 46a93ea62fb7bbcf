import iconv from "iconv-lite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Json, type Shop } from "../support/shop.ts";

let house: SharedHouse;
let shop: Shop;
beforeAll(async () => {
  house = await sharedHouse(patient);
});
afterAll(() => house.close());

const products = async (): Promise<Json[]> => (await shop.api("GET", "/products?limit=200")).body["items"];
const named = async (name: string): Promise<Json> => {
  const found = (await products()).find((each) => each["name"] === name);
  if (found === undefined) throw new Error(`There is no product ${name}`);
  return found;
};

describe("商品一括登録", () => {
  beforeAll(async () => {
    shop = await house.openShop();
  });

  it("U1, U2: registers every pattern, columns in any order, in Japanese or English, quoted line breaks, LF and CRLF", async () => {
    const { body, errors } = await shop.csv(
      "register",
      [
        "販売価格,商品名,商品コード,税率,公開,バリエーションパターン,バリエーション名,質問,在庫管理フラグ,在庫数,スマレジ商品ID,JANコード",
        '"1,980",コーヒー豆,C-1,8%,公開,なし,,,する,３０,,4901234567894\r',
        "2980,Tシャツ,T-1,10,公開,パターン1,白 M,,する,,8000001,",
        ",Tシャツ,T-1,,,パターン1,白 L,,しない,,8000002,",
        '5000,"表札\n(名入れ)",H-1,10,非公開,パターン2,,"書体=明朝|ゴシック\n名前=(自由入力)",する,5,,',
      ].join("\n"),
    );
    expect(errors).toBe(
      "販売価格,商品名,商品コード,税率,公開,バリエーションパターン,バリエーション名,質問,在庫管理フラグ,在庫数,スマレジ商品ID,JANコード,行番号,エラー内容\r\n",
    );
    expect(body).toMatchObject({ state: "done", rows: 4, done: 4, failed: 0, notDone: 0 });
    expect(await named("コーヒー豆")).toMatchObject({
      productCode: "C-1",
      price: 1980,
      taxRate: 8,
      published: true,
      variationPattern: "none",
      variations: [{ name: "", quantity: 30, stockManaged: true, janCode: "4901234567894" }],
    });
    const shirt = await named("Tシャツ");
    expect(shirt["variations"]).toMatchObject([
      { name: "白 M", stockManaged: true, smaregiProductId: "8000001", synced: true },
      { name: "白 L", stockManaged: false, quantity: null, smaregiProductId: "8000002", synced: false },
    ]);
    expect(shirt["variations"][1]["systemProductNumber"]).toMatch(/^01-\d{5}-T000000002-002$/);
    expect(await named("表札\n(名入れ)")).toMatchObject({
      variationPattern: "pattern2",
      questions: [
        { name: "書体", choices: ["明朝", "ゴシック"] },
        { name: "名前", freeText: true },
      ],
    });
    // S1: the linked row started a read.
    await shop.waitForQuantity(shirt["variations"][0]["id"], 10);
  });

  it("Shift_JIS as Windows writes it comes out right, and its error file is Shift_JIS again", async () => {
    const name = "①番 髙島屋 ～㈱結び～ ソ能表";
    const bytes = iconv.encode(`商品名,販売価格\r\n${name},100\r\n${name}の二,百円\r\n`, "cp932");
    const { body } = await shop.csv("register", bytes);
    expect(body).toMatchObject({ done: 1, failed: 1 });
    expect(await named(name)).toMatchObject({ price: 100, taxRate: 10, published: false });
    const errors = iconv.decode(await shop.download(`/bulk-jobs/${body["id"]}/errors.csv`), "cp932");
    expect(errors).toBe(
      `商品名,販売価格,行番号,エラー内容\r\n${name}の二,百円,3,"販売価格: 0から99,999,999までの整数を入力してください。"\r\n`,
    );
  });

  it("names row, column and reason of every bad row in both languages, page by page; the others are registered", async () => {
    const { body } = await shop.csv(
      "register",
      [
        "商品名,販売価格,JANコード,スマレジ商品ID,在庫数",
        "良い品,100,,,",
        "二つの誤り,高い,2.9E+12,,",
        "連携の在庫,100,,8000003,7",
      ].join("\r\n"),
    );
    expect(body).toMatchObject({ state: "done", rows: 3, done: 1, failed: 2 });
    const list = async (query: string, language: string) =>
      (
        await shop.api("GET", `/bulk-jobs/${body["id"]}/errors${query}`, undefined, {
          "accept-language": language,
        })
      ).body;
    const all = await list("", "ja");
    expect(all["items"]).toMatchObject([
      {
        row: 3,
        problems: [
          { column: "販売価格", message: "0から99,999,999までの整数を入力してください。" },
          { column: "JANコード", message: expect.stringContaining("指数表記(2.9E+12)") },
        ],
      },
      { row: 4, problems: [{ column: "在庫数", message: expect.stringContaining("在庫同期対象のため") }] },
    ]);
    const first = await list("?limit=1", "en");
    expect(first["items"][0].problems[0].message).toBe("It takes a whole number from 0 to 99,999,999.");
    const second = await list(`?limit=1&cursor=${first["nextCursor"]}`, "en");
    expect([second["items"][0].row, second["nextCursor"]]).toEqual([4, null]);
    const english = await shop.download(`/bulk-jobs/${body["id"]}/errors.csv`, { "accept-language": "en" });
    expect(english.toString()).toContain('3,"販売価格: It takes a whole number');
  });

  it("an error file, mended, is sent again as it is and goes in clean; blank headings at its end do no harm", async () => {
    const first = await shop.csv("register", "商品名,販売価格,,\n直す品,百,,\n");
    expect(first.body).toMatchObject({ failed: 1 });
    const again = await shop.csv("register", first.errors.replace(",百,", ",100,"));
    expect(again.body).toMatchObject({ rows: 1, done: 1, failed: 0 });
  });

  it("onError=stop: what stands before the bad row is done, the rest waits in the error file", async () => {
    const rows = ["商品名,販売価格", "停止前,1", "停止,x", "停止後,3"];
    const { body, errors } = await shop.csv("register", rows.join("\n"), "?onError=stop");
    expect(body).toMatchObject({ state: "failed", rows: 3, done: 1, failed: 1, notDone: 1, stoppedAt: 3 });
    expect(body["reason"]).toContain("3行目");
    expect(errors.split("\r\n")).toHaveLength(4);
    const again = await shop.csv("register", errors.replace(",x,", ",2,"), "?onError=stop");
    expect(again.body).toMatchObject({ state: "done", done: 2 });
  });

  it.each([
    ["an empty file", "", "空"],
    ["no headings that it knows", "品名らしきもの,価格\nA,1\n", "知らない列"],
    ["a heading whose quote is never closed", '商品名,"価格\nA,1\n', "引用符"],
  ])("refuses at once a file with %s", async (_, file, words) => {
    const { status, body } = await shop.csv("register", file);
    expect(status).toBe(422);
    expect(body["detail"]).toContain(words);
  });
});

describe("P5, P10: files as people and programs make them", () => {
  beforeAll(async () => {
    shop = await house.openShop();
  });

  it("cases 09, 10: the odd rows come back with what was typed and the reason, the others go through", async () => {
    const rows = [
      "前,1,OK-1,",
      '24" モニタ,2,="0490",',
      '"閉じない,3,OK-3,',
      "後,4,2026/1/2,",
      "多い,1,980,OK-5,余り",
      "#N/A,6,OK-6,",
      "最後,7,'0491,",
    ];
    const bytes = Buffer.from(`商品名,販売価格,商品コード,\n${rows.join("\n")}\n壊,8,OK-8,\n\u001A`);
    // One broken byte, in the middle of the last name.
    bytes[bytes.lastIndexOf("壊") + 1] = 0xff;
    const { body, errors } = await shop.csv("register", bytes);
    expect(body).toMatchObject({ state: "done", rows: 8, done: 3, failed: 5 });
    expect((await products()).map((each) => [each["name"], each["productCode"]])).toEqual(
      expect.arrayContaining([
        ["前", "OK-1"],
        ['24" モニタ', "0490"],
        ["最後", "0491"],
      ]),
    );
    const lines = errors.split("\r\n");
    expect(lines[1]).toMatch(/^"""閉じない",3,OK-3,,4,.*閉じられていない/);
    expect(lines[2]).toMatch(/^後,4,2026\/1\/2,,5,.*日付/);
    expect(lines[3]).toMatch(/^多い,1,980,OK-5,6,.*見出しのない列.*,余り$/);
    expect(lines[4]).toMatch(/^#N\/A,6,OK-6,,7,.*計算エラー/);
    expect(lines[5]).toMatch(/,8,OK-8,,9,.*文字化け/);
  });

  it("case 14: tabs, semicolons and UTF-16 are recognised", async () => {
    const file = (name: string, separator: string) =>
      [
        ["商品名", "価格"],
        [name, "1"],
      ]
        .map((row) => row.join(separator))
        .join("\r\n");
    const files = [file("タブ", "\t"), file("セミ", ";"), `sep=|\r\n${file("縦", "|")}`];
    for (const text of [...files, iconv.encode(file("十六", "\t"), "utf-16")])
      expect((await shop.csv("register", text)).body).toMatchObject({ rows: 1, done: 1 });
    for (const name of ["タブ", "セミ", "縦", "十六"]) await named(name);
  });

  it("case 03: a variation is found in another spelling; its name is stored composed", async () => {
    const lines = [
      "商品コード,商品名,販売価格,バリエーション名,在庫数",
      "V-1,カ\u{3099}ウン,5000,バニラ／L,5",
    ];
    await shop.csv("register", [...lines, "V-1,カ\u{3099}ウン,5000,ピーチ／L,6"].join("\n"));
    const change = "商品コード,バリエーション名,在庫数\nV-1,ハ\u{3099}ニラ/Ｌ,9";
    expect((await shop.csv("change", change)).body).toMatchObject({ done: 1, failed: 0 });
    expect((await named("ガウン"))["variations"]).toMatchObject([
      { name: "バニラ／L", quantity: 9 },
      { name: "ピーチ／L", quantity: 6 },
    ]);
  });

  it("case 04: a Shift_JIS export keeps every letter it can, and changes nothing when it comes back", async () => {
    await shop.csv("register", "商品コード,商品名,販売価格\nWD-1,りんご 10〜12月🍎,1980");
    const bytes = await shop.download("/products.csv?encoding=shift_jis");
    expect(iconv.decode(bytes, "cp932")).toContain(",りんご 10～12月〓,");
    const { body } = await shop.csv("change", bytes);
    expect(body).toMatchObject({ failed: 0 });
    expect(await named("りんご 10〜12月🍎")).toMatchObject({ productCode: "WD-1" });
  });
});

describe("商品一括変更", () => {
  let shirt: Json;
  beforeAll(async () => {
    shop = await house.openShop();
    await shop.csv(
      "register",
      [
        "商品コード,商品名,販売価格,バリエーション名,バリエーション商品コード,在庫管理フラグ,在庫数,スマレジ商品ID",
        "T,Tシャツ,1000,S,T-S,する,5,",
        "T,Tシャツ,1000,M,T-M,する,,8000001",
        "T,Tシャツ,1000,L,T-L,する,,8000002",
        "P,皿,500,,,する,3,",
        "Q,椀,600,,,する,3,",
      ].join("\n"),
    );
    shirt = await named("Tシャツ");
    await shop.waitForQuantity(shirt["variations"][1]["id"], 10);
  });

  it("finds rows by system product number, product code or a variation's code; blank keeps, [クリア] clears", async () => {
    const number = shirt["variations"][0]["systemProductNumber"];
    const { body, errors } = await shop.csv(
      "change",
      [
        "システム商品番号,商品コード,バリエーション商品コード,バリエーション名,販売価格,在庫数,スマレジ商品ID",
        `${number},,,SS,1100,[クリア],`,
        ",T,,L,,,[クリア]",
        ",P,,,,9,",
      ].join("\n"),
    );
    expect(errors.split("\r\n")).toHaveLength(2);
    expect(body).toMatchObject({ done: 3 });
    shirt = await named("Tシャツ");
    expect(shirt).toMatchObject({
      price: 1100,
      variations: [
        { name: "SS", quantity: null, productCode: "T-S" },
        { name: "M", smaregiProductId: "8000001" },
        { name: "L", smaregiProductId: null },
      ],
    });
    expect((await named("皿"))["variations"][0]["quantity"]).toBe(9);
  });

  it("S1, U6: a row that links a variation sets it to 0 and asks Smaregi for it once the file is through", async () => {
    const cup = await named("椀");
    const { body } = await shop.csv("change", "商品コード,スマレジ商品ID\nQ,8000003\n");
    expect(body).toMatchObject({ done: 1 });
    await shop.waitForQuantity(cup["variations"][0]["id"], 10);
    const { items } = (await shop.api("GET", `/variations/${cup["variations"][0]["id"]}/movements`)).body;
    expect(items).toMatchObject([
      { cause: "synced" },
      { cause: "linked", quantity: 0 },
      { cause: "registered", quantity: 3 },
    ]);
  });

  it("n adds a variation or a product, d takes one away; the last one takes the product with it", async () => {
    const number = shirt["variations"][2]["systemProductNumber"];
    const { body, errors } = await shop.csv(
      "change",
      [
        "コントロール,システム商品番号,商品コード,商品名,販売価格,バリエーション名,在庫数",
        "n,,T,,,XL,2",
        `d,${number},,,,,`,
        "d,,P,,,,",
        "n,,NEW,新しい品,300,,1",
        "u,,P,,400,,",
      ].join("\n"),
    );
    expect(errors).toContain("この商品は、このファイルの前の行で削除されています。");
    expect(body).toMatchObject({ done: 4, failed: 1 });
    shirt = await named("Tシャツ");
    expect(shirt["variations"].map((each: Json) => each["name"])).toEqual(["SS", "M", "XL"]);
    expect(shirt["variations"][2]["systemProductNumber"]).toMatch(/-004$/);
    const names = (await products()).map((each) => each["name"]);
    expect(names).toContain("新しい品");
    expect(names).not.toContain("皿");
  });

  it("a product code may be freed and taken again in one file", async () => {
    const { body, errors } = await shop.csv(
      "change",
      "コントロール,商品コード,商品名,販売価格\nn,again,初代,1\nd,NEW,,\nn,NEW,二代目,2\n",
    );
    expect(errors.split("\r\n")).toHaveLength(2);
    expect(body).toMatchObject({ done: 3 });
    expect(await named("二代目")).toMatchObject({ productCode: "NEW" });
  });

  it("the export goes back in as it is and changes nothing; numbers of the moment are passed over", async () => {
    const before = await products();
    const file = await shop.download("/products.csv");
    expect(file.toString()).toContain("Tシャツ");
    // The file does not undo a sale in between.
    await shop.order([{ variationId: shirt["variations"][2]["id"], quantity: 1 }]);
    const { body } = await shop.csv("change", file);
    expect(body).toMatchObject({ failed: 0 });
    expect(await shop.quantity(shirt["variations"][2]["id"])).toBe(1);
    const plain = (all: Json[]) =>
      all.map(({ variations, ...product }) => ({
        ...product,
        variations: variations.map(({ quantity: _, sync: __, ...each }: Json) => each),
      }));
    expect(plain(await products())).toEqual(plain(before));
    const sjis = iconv.decode(await shop.download("/products.csv?encoding=shift_jis"), "cp932");
    expect(sjis).toContain("Tシャツ");
  });

  it("the template is taken as it is, examples and all", async () => {
    const file = await shop.download("/products-template.csv?examples=true");
    const { body } = await shop.csv("register", file);
    expect(body).toMatchObject({ rows: 3, done: 3, failed: 0 });
  });
});

describe("one sync for all linked rows (S1)", () => {
  it("2,000 linked new products cost at most 11 stock calls, and one a product that never moved", async () => {
    const ids = Array.from({ length: 2_000 }, (_, index) => String(1_000_001 + index));
    const products = ids.map((productId) => ({ productId, productName: `商品${productId}`, price: 100 }));
    const never = 5;
    const stock = ids.slice(never).map((productId) => ({ productId, stockAmount: 3 }));
    shop = await house.openShop({ products, stock });
    await shop.quiet();
    const before = await shop.calls();
    const rows = ids.map((id) => `品 ${id},100,する,${id}`);
    const { body } = await shop.csv(
      "register",
      `商品名,販売価格,在庫管理フラグ,スマレジ商品ID\n${rows.join("\n")}\n`,
    );
    expect(body).toMatchObject({ done: 2_000, failed: 0 });
    await shop.quiet();
    const after = await shop.calls();
    const more = (call: string) => (after[call] ?? 0) - (before[call] ?? 0);
    // The list's pages, again in pages of another size for what was not in it, and each missing product by itself (P3).
    expect(more("GET /stock")).toBeLessThanOrEqual(3 + 3 + never);
    expect(more("GET /products/{id}")).toBe(never);
    const { rows: counts } = await house.database.pool.query(
      `select quantity, count(*)::int as count from variations
       where merchant_id = $1 and synced_at is not null group by quantity order by quantity`,
      [shop.merchantId],
    );
    expect(counts).toEqual([
      { quantity: 0, count: never },
      { quantity: 3, count: 2_000 - never },
    ]);
  });

  it("many rows whose products never moved, or do not exist, cost a call a thousand, too", async () => {
    const ids = Array.from({ length: 300 }, (_, index) => String(2_000_001 + index));
    const products = ids
      .slice(0, 200)
      .map((productId) => ({ productId, productName: `商品${productId}`, price: 100 }));
    shop = await house.openShop({ products, stock: [] });
    await shop.quiet();
    const before = await shop.calls();
    const rows = ids.map((id) => `品 ${id},100,する,${id}`);
    await shop.csv("register", `商品名,販売価格,在庫管理フラグ,スマレジ商品ID\n${rows.join("\n")}\n`);
    await shop.quiet();
    const after = await shop.calls();
    const calls = Object.keys(after).reduce((sum, call) => sum + (after[call] ?? 0) - (before[call] ?? 0), 0);
    // Both lists are read twice, in pages of another size, because a row may have slipped over a page border (P3); the stores to
    // their end.
    expect(calls).toBeLessThanOrEqual(9);
    const { items } = (await shop.api("GET", "/integration-log?state=open&limit=200")).body;
    expect(items).toHaveLength(100);
    expect(items[0]).toMatchObject({ status: 404, reason: expect.stringContaining("商品がありません") });
  });
});
