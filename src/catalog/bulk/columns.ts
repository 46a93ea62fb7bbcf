import type { Text } from "../../kit/errors.ts";
import { undefused } from "../../kit/csv-safe.ts";
import { shortened } from "../../kit/text/shortened.ts";
import { folded } from "../../kit/text/rules.ts";

/** Every column of the files that register, change and export products. */
export const columns = {
  control: { ja: "コントロール", en: "control", also: ["コントロールカラム", "処理区分"] },
  systemProductNumber: { ja: "システム商品番号", en: "systemProductNumber", also: [] },
  productCode: { ja: "商品コード", en: "productCode", also: ["商品番号", "品番"] },
  name: { ja: "商品名", en: "name", also: ["productName"] },
  price: {
    ja: "販売価格",
    en: "price",
    also: ["価格", "販売価格(税込)", "価格(税込)", "税込価格", "商品価格"],
  },
  taxRate: { ja: "税率", en: "taxRate", also: ["消費税率", "税率(%)"] },
  published: { ja: "公開", en: "published", also: ["公開状態", "公開フラグ", "公開設定"] },
  variationPattern: { ja: "バリエーションパターン", en: "variationPattern", also: ["パターン"] },
  questions: { ja: "質問", en: "questions", also: [] },
  variationName: { ja: "バリエーション名", en: "variationName", also: ["バリエーション"] },
  variationCode: {
    ja: "バリエーション商品コード",
    en: "variationProductCode",
    also: ["バリエーションコード", "variationCode"],
  },
  janCode: { ja: "JANコード", en: "janCode", also: ["JAN"] },
  variationPrice: { ja: "バリエーション価格", en: "variationPrice", also: [] },
  variationTaxRate: { ja: "バリエーション税率", en: "variationTaxRate", also: [] },
  stockManaged: { ja: "在庫管理フラグ", en: "stockManaged", also: ["在庫管理"] },
  quantity: { ja: "在庫数", en: "quantity", also: ["在庫"] },
  smaregiProductId: { ja: "スマレジ商品ID", en: "smaregiProductId", also: ["スマレジ商品id"] },
} as const satisfies Record<string, { ja: string; en: string; also: readonly string[] }>;

export type ColumnKey = keyof typeof columns;
export const columnKeys = Object.keys(columns) as ColumnKey[];

/** Columns that our files carry for people; they are ignored when they come back. */
export const noted = {
  row: { ja: "行番号", en: "row" },
  reason: { ja: "エラー内容", en: "reason" },
  currentQuantity: { ja: "現在の在庫数", en: "currentQuantity" },
} as const;

/** The form in which headings are compared (P10): folded, without blanks, underscores and case. */
export const headingKey = (heading: string): string =>
  folded(undefused(heading.trim()), { ignoreCase: true }).replaceAll(/[\s_]/g, "");

const byHeading = new Map<string, ColumnKey | null>([
  ...columnKeys.flatMap((key) => {
    const { ja, en, also } = columns[key];
    return [ja, en, ...also].map((heading): [string, ColumnKey] => [headingKey(heading), key]);
  }),
  ...Object.values(noted).flatMap(({ ja, en }): [string, null][] => [
    [headingKey(ja), null],
    [headingKey(en), null],
  ]),
]);

/** The columns of a file in its own order; null: ignored; "none": without a heading, so only blanks may be below it. */
export type Header = (ColumnKey | "none" | null)[];

const notedKeys = new Set(Object.values(noted).flatMap(({ ja, en }) => [headingKey(ja), headingKey(en)]));
/** True for the columns that only inform people and are ignored. */
export const isNoted = (heading: string): boolean => notedKeys.has(headingKey(heading));

/** The column of a heading. */
export function columnOf(heading: string): Header[number] {
  const key = headingKey(heading);
  return key === "" ? "none" : (byHeading.get(key) ?? null);
}

/** The columns of a heading row: any order, any subset, Japanese or English names. */
export const columnsOf = (headings: string[]): Header => headings.map(columnOf);

/** True for an unknown heading: neither one of ours nor a note for people. */
export const isUnknown = (heading: string): boolean => columnOf(heading) === null && !isNoted(heading);

/** True for a file that has only our columns. */
export const isOurs = (headings: string[]): boolean => !headings.some(isUnknown);

/** What happens to unknown columns: refused or ignored. */
export type UnknownColumns = "refuse" | "ignore";

/** The problems of a heading row as a whole: an unknown column, a duplicate, or a missing column that is required. */
export function headerProblems(
  cells: string[],
  kind: "register" | "change",
  unknownColumns: UnknownColumns = "refuse",
): Text[] {
  const headings = cells.map((cell) => cell.trim());
  const header = columnsOf(headings);
  const unknown = headings.filter(isUnknown);
  const twice = header.filter(
    (key, index): key is ColumnKey => key !== null && key !== "none" && header.indexOf(key) !== index,
  );
  const problems: Text[] = [];
  if (unknown.length > 0 && unknownColumns === "refuse") problems.push(unknownColumnsSaid(unknown));
  if (twice.length > 0) problems.push(texts.twice(twice.map((key) => columns[key])));
  return [...problems, ...missingColumns(kind, (key) => header.includes(key))];
}

/** The required columns that a file lacks; `has`: whether a column is there. */
export function missingColumns(kind: "register" | "change", has: (key: ColumnKey) => boolean): Text[] {
  const needed: ColumnKey[] =
    kind === "register" ? ["name", "price"] : ["systemProductNumber", "productCode", "variationCode"];
  if (kind === "register" ? needed.every(has) : needed.some(has)) return [];
  return [texts.missing[kind](needed.filter((key) => !has(key)).map((key) => columns[key]))];
}

const mostLetters = 40;
/** A file can have hundreds of columns: a message names ten. */
const firstTen = (names: string[], between: string, more: (count: number) => string): string =>
  names.slice(0, 10).join(between) + (names.length > 10 ? more(names.length - 10) : "");

type Names = { ja: string; en: string }[];
const listed = (names: Names): Text => ({
  ja: names.map(({ ja }) => `「${ja}」`).join(""),
  en: names.map(({ en }) => `"${en}"`).join(", "),
});

/** The message about unknown columns. */
export const unknownColumnsSaid = (headings: string[]): Text => ({
  ja: `知らない列があります: ${firstTen(
    headings.map((heading) => `「${shortened(heading, mostLetters)}」`),
    "",
    (more) => `ほか${more}列`,
  )}。列の対応を選ぶか、使わない列として無視してください。使える列は、ひな形で確認できます。`,
  en: `There are columns that nobody knows: ${firstTen(
    headings.map((heading) => `"${shortened(heading, mostLetters)}"`),
    ", ",
    (more) => ` and ${more} more`,
  )}. Match them, or have them passed over. The template has all columns that can be used.`,
});

const texts = {
  twice: (names: Names): Text => ({
    ja: `同じ列が2つあります: ${listed(names).ja}`,
    en: `A column is there twice: ${listed(names).en}`,
  }),
  missing: {
    register: (names: Names): Text => ({
      ja: `1行目(見出し)に必要な列がありません: ${listed(names).ja}`,
      en: `The first row (headings) lacks ${listed(names).en}`,
    }),
    change: (names: Names): Text => ({
      ja: `1行目(見出し)に、商品を特定する列がありません。いずれかが必要です: ${listed(names).ja}`,
      en: `The first row (headings) has no column that names the product: one of ${listed(names).en}`,
    }),
  },
};
