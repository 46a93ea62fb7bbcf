import { describe, expect, it } from "vitest";
import { RecordReader } from "../../../kit/csv-records.ts";
import type { ReadRow } from "../read-row.ts";
import { unitsOf } from "../units.ts";
import { chooseMapping, type AskedMapping } from "./choose-mapping.ts";
import { files, moving } from "./files.fixture.ts";
import { carts } from "./known-carts.ts";
import { cartOf, matchColumns } from "./match-columns.ts";
import { readingOf } from "./reading.ts";

const recordsOf = (text: string) => [...new RecordReader().read(text, true)];
const headingsOf = (text: string) => recordsOf(text)[0]?.cells ?? [];

/** The products of a file, read by a mapping, each with its rows. */
async function productsOf(text: string, asked: AskedMapping = "auto"): Promise<ReadRow[][]> {
  const [head, ...rows] = recordsOf(text);
  const headings = head?.cells ?? [];
  const mapping = chooseMapping(asked, headings, "ignore");
  async function* all() {
    yield* rows;
  }
  const products: ReadRow[][] = [];
  const reading = readingOf({ kind: "register", headings, mapping });
  for await (const { rows: own } of unitsOf(reading.read(all()))) products.push(own);
  return products;
}
const problemsOf = (products: ReadRow[][]) =>
  products.flat().flatMap(({ problems }) => problems.map(({ message }) => message.ja));
/** Short: name, price, and each variation with its quantity. */
const brief = (products: ReadRow[][]) =>
  products.map(([first, ...others]) => [
    `${first?.product.name} ${first?.product.price}`,
    ...[first, ...others].map((row) => `${row?.variation.name ?? ""}=${row?.variation.quantity ?? "-"}`),
  ]);

describe("the file of the cart one comes from (P10)", () => {
  it("there is a file of each known cart", () => {
    expect(Object.keys(files)).toEqual(carts.map(({ name }) => name));
  });

  it.each(Object.keys(files))("%s: is recognised from its headings", (name) => {
    expect(cartOf(headingsOf(files[name] ?? ""))?.name).toBe(name);
  });

  it("a word of a cart's column is one of its own words, and none that every object has", async () => {
    const text = (files["shopify"] ?? "").replaceAll(/\bactive\b/g, "constructor");
    const products = await productsOf(text);
    expect(products).toHaveLength(10);
    expect(problemsOf(products)[0]).toContain("公開 / ");
  });

  it.each(Object.keys(files))(
    "%s: ten products of three variations each come in as they are",
    async (name) => {
      const products = await productsOf(files[name] ?? "");
      expect(problemsOf(products)).toEqual([]);
      const isSmaregi = name === "smaregi";
      expect(products.map(([first, ...others]) => ({ ...first?.product, rows: 1 + others.length }))).toEqual(
        moving.map(({ name: title, price, isPublic }) => {
          const isCoded = !["ec-cube", "shopify", "smaregi"].includes(name);
          const productCode = isCoded ? { productCode: expect.stringMatching(/^SH-\d+$/) } : {};
          const taxRate = ["base", "rakuuru"].includes(name) ? { taxRate: 10 } : {};
          return {
            ...productCode,
            ...taxRate,
            name: title,
            price,
            published: isPublic && !isSmaregi,
            rows: 3,
          };
        }),
      );
      expect(products.map((rows) => rows.map(({ variation }) => variation))).toEqual(
        moving.map(({ variations }, nth) =>
          variations.map(({ option, code, jan, quantity }, at) =>
            isSmaregi
              ? {
                  name: option,
                  productCode: jan,
                  janCode: jan,
                  stockManaged: true,
                  smaregiProductId: String(8000001 + nth * 3 + at),
                }
              : {
                  name: option,
                  productCode: code,
                  ...(name === "ec-cube" ? {} : { janCode: jan }),
                  stockManaged: true,
                  quantity,
                },
          ),
        ),
      );
    },
  );

  it.each(Object.keys(files))(
    "%s: is read the same, column by column in the order of the file",
    async (name) => {
      const text = files[name] ?? "";
      const mapping = chooseMapping("auto", headingsOf(text), "ignore");
      const places = headingsOf(text);
      const columns = Object.fromEntries(
        (mapping?.columns ?? []).toSorted(([one], [other]) => places.indexOf(one) - places.indexOf(other)),
      );
      const asked = { cart: name, price: mapping?.price, columns, only: true };
      expect(await productsOf(text, asked)).toEqual(await productsOf(text));
    },
  );

  it("our own file is of no cart, whatever order its columns have", () => {
    expect(cartOf(["在庫数", "商品名", "システム商品番号", "販売価格", ""])).toBeNull();
    expect(cartOf(["商品名", "販売価格", "型"])).toBeNull();
  });
});

describe("rows of another cart", () => {
  it("EC-CUBE: an unlimited stock, a blank ID, a deleted product, IDs of a class without names", async () => {
    const products = await productsOf(
      "商品ID,公開ステータス(ID),商品名,商品削除フラグ,規格分類1(ID),規格分類2(ID),商品コード,在庫数,在庫数無制限フラグ,販売価格\n" +
        ",1,見本の豆,0,,,bean-01,10,0,1980\n,1,見本の茶,0,,,tea-01,,1,980\n,1,古い茶,1,,,tea-02,,1,980\n9,1,シャツ,0,3,6,s-1,1,0,1000\n9,1,シャツ,0,4,6,s-2,2,0,1200\n",
    );
    expect(brief(products)).toEqual([
      ["見本の豆 2178", "=10"],
      ["見本の茶 1078", "=-"],
      ["古い茶 1078", "=-"],
      ["シャツ 1100", "3 / 6=1", "4 / 6=2"],
    ]);
    expect(products[0]?.[0]?.product.productCode).toBe("bean-01");
    expect(products[1]?.[0]?.variation).toEqual({ stockManaged: false });
    expect(problemsOf(products)).toEqual([
      "元のカートで削除された商品です。登録する場合は、削除フラグを0にしてください。",
    ]);
    expect(products[3]?.[1]?.variation).toMatchObject({ productCode: "s-2", price: 1320 });
  });

  it("Shopify: further pictures are no products, and stock that nothing tracks has no limit", async () => {
    const products = await productsOf(
      "Handle,Title,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Image Src,Status\n" +
        "tea,Tea,Default Title,T-1,shopify,4,980.00,1.jpg,active\ntea,,,,,,,2.jpg,\ntea,,,,,,,3.jpg,\ncup,Cup,Default Title,C-1,,0,500.00,4.jpg,draft\n",
    );
    expect(brief(products)).toEqual([
      ["Tea 980", "=4"],
      ["Cup 500", "=-"],
    ]);
    expect(products[1]?.[0]?.variation.stockManaged).toBe(false);
  });

  it("Smaregi: tax that is added, the reduced rate, and goods without tax, which we have not", async () => {
    const products = await productsOf(
      "商品ID,部門ID,商品コード,商品名,商品単価,税区分,軽減税率,在庫管理区分\n" +
        "1,1,A-1,急須,1000,1,,0\n2,1,A-2,茶葉,1000,1,10000001,0\n3,1,A-3,茶葉,1080,0,10000001,1\n4,1,A-4,切手,84,2,,0\n",
    );
    expect(products.map(([row]) => [row?.product.price, row?.product.taxRate])).toEqual([
      [1100, undefined],
      [1080, 8],
      [1080, 8],
      [84, undefined],
    ]);
    expect(problemsOf(products)).toEqual(["税率は10または8を入力してください。"]);
    expect(products.map(([row]) => row?.variation.smaregiProductId)).toEqual(["1", "2", "3", "4"]);
    expect(products[2]?.[0]?.variation.stockManaged).toBe(false);
  });

  it("P5: a row that can't be read is a fault of its product alone, and comes back as it was typed", async () => {
    const products = await productsOf(
      "商品ID,商品名,種類名,価格,種類在庫数,メモ\n1,皿,,500,1,a\n2,椀,,abc,1,b\n3,盆,,700,1,c,余り\n4,箸,,900,1,d\n",
    );
    expect(products.map((rows) => rows.map(({ problems }) => problems.length))).toEqual([[0], [1], [1], [0]]);
    expect(products[1]?.[0]?.cells).toEqual(["2", "椀", "", "abc", "1", "b"]);
    expect(products[2]?.[0]?.cells).toEqual(["3", "盆", "", "700", "1", "c", "余り"]);
  });

  it("two products that follow each other with one name are two", async () => {
    const products = await productsOf("商品ID,商品名,種類名,価格,種類在庫数\n1,皿,白,500,1\n2,皿,白,600,2\n");
    expect(brief(products)).toEqual([
      ["皿 500", "白=1"],
      ["皿 600", "白=2"],
    ]);
  });
});

describe("a file of no known cart", () => {
  it("is matched by usual names, and by what is in it", () => {
    const headings = ["管理番号", "品名", "税抜価格", "ひかえ", "コード番号", "サイズ"];
    const rows = [
      ["K-1", "皿", "500", "a", "4901234567894", "大"],
      ["K-2", "椀", "700", "b", "4901234567894", "小"],
    ];
    expect(matchColumns(headings, rows)).toEqual({
      cart: null,
      columns: [
        ["管理番号", "productCode"],
        ["品名", "name"],
        ["税抜価格", "price"],
        ["コード番号", "barcode"],
        ["サイズ", "option2"],
      ],
      price: "excluded",
    });
  });

  it("is read as the caller says, in our headings or fields; what is not named keeps its own", async () => {
    const text = "呼び名,商品コード,お値段,ひかえ\n皿,P-1,500,x\n";
    const asked = { columns: { 呼び名: "商品名", お値段: "price", ひかえ: null } };
    const [[row] = []] = await productsOf(text, asked);
    expect(row?.product).toEqual({ name: "皿", productCode: "P-1", price: 500 });
  });

  it.each<[string, AskedMapping, string]>([
    ["a cart that there is not", "amazon", "「amazon」というカートの形式はありません"],
    ["a column that the file has not", { columns: { 題: "name" } }, "「題」という列はありません"],
    ["a field that there is not", { columns: { 呼び名: "title" } }, "「title」という項目はありません"],
    ["a column that is left", { columns: { 呼び名: "name" } }, "知らない列があります: 「ひかえ」"],
  ])("%s is told", (_, asked, said) => {
    expect(() => chooseMapping(asked, ["呼び名", "販売価格", "ひかえ"], "refuse")).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ ja: expect.stringContaining(said) }) }),
    );
  });
});
