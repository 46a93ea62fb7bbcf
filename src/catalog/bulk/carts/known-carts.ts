import type { Text } from "../../../kit/errors.ts";
import { headingKey } from "../columns.ts";
import type { Mapping, Meaning } from "./mapping.ts";

/** The product file of another cart, according to its published list of columns. */
export type Cart = {
  name: string;
  title: Text;
  /** A heading row that has all headings of one of these lists is this cart's. */
  signs: string[][];
  columns: Mapping["columns"];
  /** Says if its prices include tax; if the cart leaves that to the shop, what most shops use. */
  price: Mapping["price"];
  /** How fractions of a yen are rounded when tax is added: as the cart itself shows the price. */
  rounding: "round" | "floor";
  /** Its own words for values, if they differ from ours. */
  words?: Partial<Record<Meaning, Record<string, string>>>;
  /** Values that all of its products get, whatever the file says. */
  fixed?: Partial<Record<Meaning, string>>;
  /** A blank quantity means: sold without limit. */
  blankIsUnlimited?: true;
  /** Its product code is a JAN code if it looks like one. */
  codeIsBarcode?: true;
};

const shown = "公開";
const hidden = "非公開";

export const carts: Cart[] = [
  {
    name: "ec-cube",
    title: { ja: "EC-CUBE 4", en: "EC-CUBE 4" },
    signs: [
      ["公開ステータス(ID)", "商品名", "販売価格"],
      ["在庫数無制限フラグ", "商品名", "販売価格"],
    ],
    columns: [
      ["商品ID", "product"],
      ["商品名", "name"],
      ["商品コード", "productCode"],
      ["販売価格", "price"],
      ["税率", "taxRate"],
      ["公開ステータス(ID)", "published"],
      ["規格分類1(名称)", "option1"],
      ["規格分類1(ID)", "option1"],
      ["規格分類2(名称)", "option2"],
      ["規格分類2(ID)", "option2"],
      ["在庫数", "quantity"],
      ["在庫数無制限フラグ", "unlimited"],
      ["商品削除フラグ", "deleted"],
    ],
    // EC-CUBE stores prices without tax and adds it for display.
    price: "excluded",
    rounding: "round",
    words: { published: { "1": shown, "2": hidden, "3": hidden } },
  },
  {
    name: "colorme",
    title: { ja: "カラーミーショップ", en: "Color Me Shop" },
    signs: [
      ["型番", "商品名", "販売価格"],
      ["型番", "商品名", "在庫管理"],
    ],
    columns: [
      ["商品ID", "product"],
      ["商品名", "name"],
      ["型番", "productCode"],
      ["オプション型番", "variationCode"],
      ["販売価格", "price"],
      ["税率", "taxRate"],
      ["軽減税率", "taxReduced"],
      ["軽減税率対象", "taxReduced"],
      ["掲載設定", "published"],
      ["オプション1", "option1"],
      ["オプション名1", "option1"],
      ["オプション1項目", "option1"],
      ["オプション2", "option2"],
      ["オプション名2", "option2"],
      ["オプション2項目", "option2"],
      ["在庫管理", "stockManaged"],
      ["在庫数", "quantity"],
      ["JANコード", "barcode"],
    ],
    price: "included",
    rounding: "floor",
    words: {
      published: { 掲載する: shown, 掲載: shown, 掲載しない: hidden, 非掲載: hidden, showing: shown, hidden },
    },
  },
  {
    name: "makeshop",
    title: { ja: "MakeShop", en: "MakeShop" },
    signs: [
      ["独自商品コード", "商品名"],
      ["システム商品コード", "商品名"],
    ],
    columns: [
      ["システム商品コード", "product"],
      ["商品名", "name"],
      ["独自商品コード", "productCode"],
      ["オプション独自コード", "variationCode"],
      ["販売価格", "price"],
      ["消費税率", "taxRate"],
      ["軽減税率対象", "taxReduced"],
      ["商品表示可否", "published"],
      ["オプション1項目", "option1"],
      ["オプション2項目", "option2"],
      ["数量", "quantity"],
      ["JANコード", "barcode"],
    ],
    price: "included",
    rounding: "floor",
    words: { published: { 表示する: shown, 表示しない: hidden, Y: shown, N: hidden } },
    blankIsUnlimited: true,
  },
  {
    name: "base",
    title: { ja: "BASE", en: "BASE" },
    signs: [
      ["種類名", "価格", "商品名"],
      ["種類在庫数", "商品名"],
    ],
    columns: [
      ["商品ID", "product"],
      ["商品名", "name"],
      ["商品コード", "productCode"],
      ["種類コード", "variationCode"],
      ["価格", "price"],
      ["税率", "taxRate"],
      ["公開状態", "published"],
      ["種類名", "option1"],
      ["種類在庫数", "quantity"],
      ["在庫数", "quantity"],
      ["JAN/GTIN", "barcode"],
    ],
    price: "included",
    rounding: "floor",
    words: { taxRate: { "1": "10", "2": "8" } },
  },
  {
    name: "shopify",
    title: { ja: "Shopify", en: "Shopify" },
    signs: [
      ["Handle", "Title"],
      ["URL handle", "Title"],
    ],
    columns: [
      ["Handle", "product"],
      ["URL handle", "product"],
      ["Title", "name"],
      ["Variant SKU", "productCode"],
      ["SKU", "productCode"],
      ["Variant Price", "price"],
      ["Price", "price"],
      ["Status", "published"],
      ["Published", "published"],
      ["Published on online store", "published"],
      ["Option1 Value", "option1"],
      ["Option2 Value", "option2"],
      ["Option3 Value", "option3"],
      ["Variant Inventory Tracker", "tracker"],
      ["Inventory tracker", "tracker"],
      ["Variant Inventory Qty", "quantity"],
      ["Inventory quantity", "quantity"],
      ["Variant Barcode", "barcode"],
      ["Barcode", "barcode"],
    ],
    price: "included",
    rounding: "floor",
    words: { published: { active: shown, draft: hidden, archived: hidden, unlisted: hidden } },
  },
  {
    name: "rakuuru",
    title: { ja: "らくうるカート", en: "Raku-uru Cart" },
    signs: [["システム商品番号", "商品名"]],
    columns: [
      ["システム商品番号", "product"],
      ["商品名", "name"],
      ["商品コード", "productCode"],
      ["商品番号", "productCode"],
      ["品番", "productCode"],
      ["バリエーション商品コード", "variationCode"],
      ["バリエーションコード", "variationCode"],
      ["販売価格", "price"],
      ["販売価格(税込)", "price"],
      ["商品価格", "price"],
      ["価格", "price"],
      ["税率", "taxRate"],
      ["消費税率", "taxRate"],
      ["軽減税率", "taxReduced"],
      ["公開", "published"],
      ["公開フラグ", "published"],
      ["公開設定", "published"],
      ["バリエーション名", "option1"],
      ["バリエーション1", "option1"],
      ["バリエーション名1", "option1"],
      ["バリエーション2", "option2"],
      ["バリエーション名2", "option2"],
      ["在庫管理フラグ", "stockManaged"],
      ["在庫管理", "stockManaged"],
      ["在庫数", "quantity"],
      ["JANコード", "barcode"],
      ["スマレジ商品ID", "smaregiProductId"],
    ],
    price: "included",
    rounding: "floor",
  },
  {
    name: "smaregi",
    title: { ja: "スマレジ", en: "Smaregi" },
    signs: [
      ["商品ID", "部門ID", "商品単価"],
      ["商品ID", "商品コード", "商品単価"],
    ],
    columns: [
      ["商品ID", "smaregiProductId"],
      ["グループコード", "product"],
      ["商品名", "name"],
      ["商品コード", "productCode"],
      ["商品単価", "price"],
      ["税区分", "taxDivision"],
      ["軽減税率", "taxReduced"],
      ["軽減税率ID", "taxReduced"],
      ["軽減税率適用", "taxReduced"],
      ["カラー", "option1"],
      ["サイズ", "option2"],
      ["在庫管理区分", "stockManaged"],
    ],
    price: "included",
    rounding: "floor",
    words: { stockManaged: { "0": "する", 対象: "する", "1": "しない", 対象外: "しない" } },
    // Products of the till appear in the shop only after someone has checked them.
    fixed: { published: hidden },
    codeIsBarcode: true,
  },
];

/** Common headings for our columns in files that do not come from a known cart. */
const usualNames: Partial<Record<Meaning, string[]>> = {
  name: ["品名", "商品名称", "アイテム名", "タイトル", "名称", "title", "item name", "product title"],
  price: [
    "値段",
    "単価",
    "売価",
    "販売単価",
    "税込単価",
    "selling price",
    "retail price",
    "税抜価格",
    "本体価格",
    "販売価格(税抜)",
    "価格(税抜)",
  ],
  productCode: ["SKU", "管理番号", "商品管理番号", "コード", "code", "item code"],
  quantity: ["数量", "現在庫", "在庫数量", "stock", "qty", "inventory"],
  barcode: ["バーコード", "barcode", "EAN", "GTIN", "UPC", "JAN/EAN", "JAN/GTIN"],
  option1: ["カラー", "色", "color", "colour"],
  option2: ["サイズ", "size"],
  product: ["グループコード", "親商品コード", "parent"],
  taxReduced: ["軽減税率", "軽減税率対象"],
};

/** The meaning of such a heading, by its form for comparing. */
export const usualMeanings = new Map(
  (Object.entries(usualNames) as [Meaning, string[]][]).flatMap(([meaning, headings]) =>
    headings.map((heading): [string, Meaning] => [headingKey(heading), meaning]),
  ),
);
