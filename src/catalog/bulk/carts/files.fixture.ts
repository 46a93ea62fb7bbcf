/** A product of a shop that moves to us: three variations, each with its code, JAN and stock. */
export type Moving = {
  code: string;
  name: string;
  /** With tax, 10 %. */
  price: number;
  isPublic: boolean;
  variations: { option: string; code: string; jan: string; quantity: number }[];
};

const withCheckDigit = (twelve: string): string => {
  const sum = [...twelve].reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return `${twelve}${(10 - (sum % 10)) % 10}`;
};

/** Ten products of three variations. */
export const moving: Moving[] = Array.from({ length: 10 }, (_, nth) => ({
  code: `SH-${nth + 1}`,
  name: `見本のシャツ${nth + 1}`,
  price: 1100 * (nth + 1),
  isPublic: nth !== 9,
  variations: ["S", "M", "L"].map((option, at) => ({
    option,
    code: `SH-${nth + 1}-${option}`,
    jan: withCheckDigit(`49012345${String(nth * 3 + at).padStart(4, "0")}`),
    quantity: nth * 10 + at,
  })),
}));

type Row = Record<string, string | number>;
const cell = (value: string | number): string =>
  /[",\n\t]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
const file = (headings: string[], rows: Row[]): string =>
  [headings, ...rows.map((row) => headings.map((heading) => row[heading] ?? ""))]
    .map((cells) => cells.map(cell).join(","))
    .join("\r\n");
type Variation = Moving["variations"][number];
const rowsOf = (
  row: (product: Moving, variation: Variation, at: { nth: number; of: number }) => Row,
): Row[] =>
  moving.flatMap((product, nth) =>
    product.variations.map((variation, of) => row(product, variation, { nth, of })),
  );

/** The same ten products as each cart exports them, according to its published list of columns. */
export const files: Record<string, string> = {
  "ec-cube": file(
    "商品ID,公開ステータス(ID),公開ステータス(名称),商品名,ショップ用メモ欄,商品説明(一覧),商品説明(詳細),検索ワード,フリーエリア,商品規格ID,販売種別(ID),販売種別(名称),規格分類1(ID),規格分類1(名称),規格分類2(ID),規格分類2(名称),発送日目安(ID),発送日目安(名称),商品コード,在庫数,在庫数無制限フラグ,販売制限数,通常価格,販売価格,送料,商品画像,商品カテゴリ(ID),商品カテゴリ(名称),タグ(ID),タグ(名称)".split(
      ",",
    ),
    rowsOf((product, variation, { nth, of }) => ({
      商品ID: nth + 1,
      "公開ステータス(ID)": product.isPublic ? 1 : 2,
      商品名: product.name,
      "商品説明(詳細)": '<p>白い、"軽い"\nシャツ</p>',
      "規格分類1(ID)": of + 1,
      "規格分類1(名称)": variation.option,
      商品コード: variation.code,
      在庫数: variation.quantity,
      在庫数無制限フラグ: 0,
      通常価格: product.price,
      // Without tax.
      販売価格: product.price / 1.1,
    })),
  ),
  colorme: file(
    "商品ID,大カテゴリー,小カテゴリー,型番,商品名,オプション1,オプション2,オプション型番,販売価格,定価,会員価格,原価,在庫管理,在庫数,適正在庫数,掲載設定,JANコード".split(
      ",",
    ),
    rowsOf((product, variation, { nth }) => ({
      商品ID: 150000000 + nth,
      型番: product.code,
      商品名: product.name,
      オプション1: variation.option,
      オプション型番: variation.code,
      販売価格: product.price,
      定価: product.price + 500,
      在庫管理: "する",
      在庫数: variation.quantity,
      掲載設定: product.isPublic ? "掲載する" : "掲載しない",
      JANコード: variation.jan,
    })),
  ),
  makeshop: file(
    "商品特定コード指定,オプション特定コード指定,システム商品コード,独自商品コード,商品名,商品カテゴリーパス,オプション独自コード,オプション1項目,オプション2項目,販売価格,数量,JANコード,商品表示可否".split(
      ",",
    ),
    rowsOf((product, variation, { nth }) => ({
      商品特定コード指定: 0,
      システム商品コード: `00000000${nth + 1}`.slice(-12),
      独自商品コード: product.code,
      商品名: product.name,
      オプション独自コード: variation.code,
      オプション1項目: variation.option,
      販売価格: product.price,
      数量: variation.quantity,
      JANコード: variation.jan,
      商品表示可否: product.isPublic ? 1 : 0,
    })),
  ),
  base: file(
    "商品ID,商品名,種類ID,種類名,説明,価格,税率,在庫数,公開状態,表示順,種類在庫数,画像1,画像2,商品コード,種類コード,JAN/GTIN".split(
      ",",
    ),
    rowsOf((product, variation, { nth, of }) => ({
      商品ID: 70000000 + nth,
      商品名: product.name,
      種類ID: 90000000 + nth * 3 + of,
      種類名: variation.option,
      価格: product.price,
      税率: 1,
      在庫数: product.variations.reduce((sum, { quantity }) => sum + quantity, 0),
      公開状態: product.isPublic ? 1 : 0,
      種類在庫数: variation.quantity,
      商品コード: product.code,
      種類コード: variation.code,
      "JAN/GTIN": variation.jan,
    })),
  ),
  shopify: file(
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,Image Position,Status".split(
      ",",
    ),
    rowsOf((product, variation, { of }) => ({
      Handle: product.code,
      ...(of === 0
        ? {
            Title: product.name,
            Published: "TRUE",
            "Option1 Name": "サイズ",
            Status: product.isPublic ? "active" : "draft",
          }
        : {}),
      "Option1 Value": variation.option,
      "Variant SKU": variation.code,
      "Variant Inventory Tracker": "shopify",
      "Variant Inventory Qty": variation.quantity,
      "Variant Price": `${product.price}.00`,
      // Shopify keeps an apostrophe in front of a barcode that begins with a digit.
      "Variant Barcode": `'${variation.jan}`,
    })).flatMap((row) =>
      row["Title"] === undefined
        ? [row]
        : [row, { Handle: row["Handle"] ?? "", "Image Src": "https://example.jp/2.jpg" }],
    ),
  ),
  rakuuru: file(
    "コントロール,システム商品番号,商品コード,商品名,商品説明,販売価格,税率,公開フラグ,バリエーション名,バリエーションコード,JANコード,在庫管理,在庫数,送料区分".split(
      ",",
    ),
    rowsOf((product, variation, { nth, of }) => ({
      システム商品番号: `01-00009-T00000000${nth}-00${of + 1}`,
      商品コード: product.code,
      商品名: product.name,
      販売価格: product.price,
      税率: 10,
      公開フラグ: product.isPublic ? "公開" : "非公開",
      バリエーション名: variation.option,
      バリエーションコード: variation.code,
      JANコード: variation.jan,
      在庫管理: "する",
      在庫数: variation.quantity,
    })),
  ),
  smaregi: file(
    "商品ID,部門ID,商品コード,商品名,商品カナ,商品単価,原価,規格,説明,サイズ,カラー,タグ,グループコード,税区分,商品価格区分,在庫管理区分,表示フラグ,軽減税率".split(
      ",",
    ),
    rowsOf((product, variation, { nth, of }) => ({
      商品ID: 8000001 + nth * 3 + of,
      部門ID: 1,
      // 商品コードにタブをつける
      商品コード: `\t${variation.jan}`,
      商品名: `${product.name} ${variation.option}`,
      商品単価: product.price,
      サイズ: variation.option,
      グループコード: `\t${product.code}`,
      税区分: 0,
      在庫管理区分: 0,
    })),
  ),
};
