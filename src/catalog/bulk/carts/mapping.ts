import type { Text } from "../../../kit/errors.ts";
import { columnKeys, columns, headingKey, type ColumnKey } from "../columns.ts";

/**
 * What a column of a file may mean besides our own columns: which rows are one product, the parts of a variation's
 * name, and what other carts express in their own way.
 */
export const foreignMeanings = {
  product: { ja: "同じ商品の目印", en: "rows of one product" },
  option1: { ja: "バリエーション名(1つ目)", en: "variation name (first)" },
  option2: { ja: "バリエーション名(2つ目)", en: "variation name (second)" },
  option3: { ja: "バリエーション名(3つ目)", en: "variation name (third)" },
  unlimited: { ja: "在庫無制限(1: 無制限)", en: "unlimited stock (1: unlimited)" },
  tracker: { ja: "在庫を管理するもの(空: 無制限)", en: "what tracks stock (blank: unlimited)" },
  taxReduced: { ja: "軽減税率の対象", en: "reduced tax rate" },
  taxDivision: { ja: "税区分(税込・税抜・非課税)", en: "tax included, excluded or none" },
  barcode: { ja: "バーコード(JANなら使う)", en: "barcode (used where it is a JAN)" },
  deleted: { ja: "削除フラグ", en: "deleted" },
} as const satisfies Record<string, Text>;

export type Meaning = ColumnKey | keyof typeof foreignMeanings;
export const meanings = [
  ...columnKeys,
  ...(Object.keys(foreignMeanings) as (keyof typeof foreignMeanings)[]),
];

/** How the columns of another cart's file are read; headings that are not named are ignored. */
export type Mapping = {
  /** The cart whose words the cells use (see `carts`); null: none in particular. */
  cart: string | null;
  /** In order: if several headings mean the same, the first one that has a value counts. */
  columns: [heading: string, meaning: Meaning][];
  /** Says if prices include tax. */
  price: "included" | "excluded";
};

/** The name of a meaning for people. */
export const nameOf = (meaning: Meaning): Text =>
  meaning in foreignMeanings
    ? foreignMeanings[meaning as keyof typeof foreignMeanings]
    : { ja: columns[meaning as ColumnKey].ja, en: columns[meaning as ColumnKey].en };

/**
 * Returns what each column of a heading row means under a mapping; null: it is ignored. Headings are compared folded
 * (P10).
 */
export function meaningsOf(headings: string[], mapping: Mapping): (Meaning | null)[] {
  const byKey = new Map(mapping.columns.map(([heading, meaning]) => [headingKey(heading), meaning]));
  return headings.map((heading) => byKey.get(headingKey(heading)) ?? null);
}

/** Returns the heading that holds one of our columns in such a file; null if there is none. */
export function headingOf(headings: string[], mapping: Mapping, key: ColumnKey): string | null {
  const order = meaningsOf(headings, mapping);
  const also: Partial<Record<ColumnKey, Meaning[]>> = {
    variationName: ["option1", "option2", "option3"],
    variationCode: ["productCode"],
    variationPrice: ["price"],
    variationTaxRate: ["taxRate", "taxReduced"],
    taxRate: ["taxReduced", "taxDivision"],
    janCode: ["barcode", "productCode"],
    stockManaged: ["unlimited", "tracker"],
  };
  const index = [key, ...(also[key] ?? [])].map((meaning) => order.indexOf(meaning)).find((at) => at !== -1);
  return index === undefined ? null : (headings[index]?.trim() ?? null);
}
