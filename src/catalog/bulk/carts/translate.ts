import type { CsvRow } from "../../../kit/csv-records.ts";
import { entryOf } from "../../../kit/entry-of.ts";
import type { Text } from "../../../kit/errors.ts";
import { columnKeys, headingKey, type ColumnKey } from "../columns.ts";
import { noHeading } from "../read-row.ts";
import { asBarcode, asTyped } from "../values.ts";
import { carts, type Cart } from "./known-carts.ts";
import { meaningsOf, type Mapping, type Meaning } from "./mapping.ts";
import { normal } from "../../../kit/text/rules.ts";

/**
 * A row of another cart's file in our columns (`row`, all of `columnKeys`), beside what the file itself says (`typed`).
 */
export type Translated = { row: CsvRow; typed: string[]; group: string };

type Line = { row: CsvRow; group: string; options: string[]; says(meaning: Meaning): string };

/**
 * The maximum of rows for one product, above what we accept: a file that never ends a product must not fill the memory.
 */
const mostRows = 1_000;

/**
 * Translates the rows of another cart's file into rows of ours, in its order: consecutive rows of one product become
 * its variations. Rows that say nothing about a product (further pictures) are left out.
 */
export async function* translate(
  rows: AsyncIterable<CsvRow>,
  headings: string[],
  mapping: Mapping,
): AsyncGenerator<Translated> {
  const reader = lineReader(headings, mapping);
  const cart = carts.find(({ name }) => name === mapping.cart) ?? null;
  let group: Line[] = [];
  for await (const row of rows) {
    const line = reader(row);
    const [first] = group;
    if (
      first !== undefined &&
      (line.group === "" || line.group !== first.group || group.length >= mostRows)
    ) {
      yield* product(group, mapping, cart);
      group = [];
    }
    const isProduct = row.fault !== undefined || telling.some((meaning) => line.says(meaning) !== "");
    if (isProduct || line.options.length > 0) group.push(line);
  }
  if (group.length > 0) yield* product(group, mapping, cart);
}

/** A row that has none of these and no option is about a picture or the like. */
const telling: Meaning[] = ["name", "price", "productCode", "variationCode", "quantity", "smaregiProductId"];
const noOption = new Set(["", "default title"]);

function lineReader(headings: string[], mapping: Mapping): (row: CsvRow) => Line {
  const order = meaningsOf(headings, mapping);
  const places = new Map<Meaning, number[]>();
  // If several headings mean the same, the mapping's order counts, not the file's.
  for (const [heading, meaning] of mapping.columns) {
    const at = headings.findIndex((each) => headingKey(each) === headingKey(heading));
    if (at !== -1 && order[at] === meaning) places.set(meaning, [...(places.get(meaning) ?? []), at]);
  }
  const homeless = (cell: string, index: number) =>
    cell.trim() !== "" && (index >= headings.length || headingKey(headings[index] ?? "") === "");
  return (row) => {
    const says = (meaning: Meaning): string => {
      for (const at of places.get(meaning) ?? []) {
        const cell = asTyped(row.cells[at] ?? "");
        if (cell !== "") return cell;
      }
      return "";
    };
    const options = (["option1", "option2", "option3"] as const)
      .map(says)
      .filter((option) => !noOption.has(option.toLowerCase()));
    const own = says("product").replace(/(-T\d{9})-\d+$/, "$1");
    const named = own === "" && options.length > 0 ? says("productCode") || says("name") : own;
    const lost = row.fault === undefined ? row.cells.find(homeless) : undefined;
    const checked = lost === undefined ? row : { ...row, fault: noHeading(lost) };
    return { row: checked, group: named, options, says };
  };
}

function product(lines: Line[], mapping: Mapping, cart: Cart | null): Translated[] {
  const word = (meaning: Meaning, cell: string): string => {
    const known = cart?.words?.[meaning] ?? {};
    return entryOf(known, cell) ?? entryOf(known, cell.toLowerCase()) ?? cell;
  };
  /** The value for the whole product: that of the first row that has one. */
  const whole = (meaning: Meaning): string =>
    lines.map((line) => line.says(meaning)).find((cell) => cell !== "") ?? "";
  const hasVariations = lines.length > 1 || lines.some((line) => line.options.length > 0);
  const codes = lines.map((line) => line.says("productCode"));
  const isOneCode = codes.every((code) => code === codes[0] || code === "");
  const rates = lines.map((line) => rateOf(line, word));
  const prices = lines.map((line, nth) => priceOf(line, rates[nth] ?? "", mapping, cart));
  const base = {
    rate: rates.find((rate) => rate !== "") ?? "",
    price: prices.find((each) => each !== "") ?? "",
  };
  return lines.map((line, nth): Translated => {
    const { row, options, says } = line;
    const code = codes[nth] ?? "";
    const { stockManaged, quantity } = stockOf(line, word, cart);
    const price = prices[nth] ?? "";
    const rate = rates[nth] ?? "";
    const barcode = says("barcode") || (cart?.codeIsBarcode === true ? code : "");
    const cells: Partial<Record<ColumnKey, string>> = {
      control: says("control"),
      systemProductNumber: says("systemProductNumber"),
      productCode: hasVariations && !isOneCode ? "" : whole("productCode"),
      name: commonName(lines),
      price: base.price,
      taxRate: base.rate,
      published: cart?.fixed?.published ?? word("published", whole("published")),
      variationPattern: whole("variationPattern"),
      questions: whole("questions"),
      variationName: options.length > 0 ? options.join(" / ") : says("variationName"),
      variationCode: says("variationCode") || (hasVariations && !isOneCode ? code : ""),
      janCode: says("janCode") || (asBarcode(barcode) ?? ""),
      variationPrice: says("variationPrice") || (price === base.price ? "" : price),
      variationTaxRate: says("variationTaxRate") || (rate === base.rate ? "" : rate),
      stockManaged,
      quantity,
      smaregiProductId: says("smaregiProductId"),
    };
    const fault = row.fault ?? (isYes(says("deleted")) ? texts.deleted : undefined);
    return {
      row: {
        number: row.number,
        cells: columnKeys.map((key) => cells[key] ?? ""),
        ...(fault === undefined ? {} : { fault }),
      },
      typed: row.cells,
      group: line.group === "" ? `row ${row.number}` : line.group,
    };
  });
}

const yes = new Set([
  "1",
  "true",
  "yes",
  "y",
  "on",
  "対象",
  "対象商品",
  "する",
  "適用",
  "適用する",
  "軽減",
  "8",
  "8%",
]);
const isYes = (cell: string): boolean => yes.has(normal(cell, "NFKC").trim().toLowerCase());
/** 軽減税率 in Smaregi: the IDs of the reduced rates. */
const isReduced = (cell: string): boolean => isYes(cell) || /^1000000[13]$/.test(cell);

function rateOf({ says }: Line, word: (meaning: Meaning, cell: string) => string): string {
  if (/^(2|非課税)$/.test(says("taxDivision"))) return "0";
  const told = word("taxRate", says("taxRate"));
  if (told !== "") return told;
  const reduced = says("taxReduced");
  return reduced === "" ? "" : isReduced(reduced) ? "8" : "10";
}

/** A price with its tax. A value that is not a number stays, to be refused as it was typed. */
function priceOf({ says }: Line, rate: string, mapping: Mapping, cart: Cart | null): string {
  const typed = says("price");
  const division = says("taxDivision");
  const isExcluded =
    division === "" || division === "2" ? mapping.price === "excluded" : /^(1|税抜|外税)$/.test(division);
  const amount = Number(normal(typed, "NFKC").replaceAll(/[¥\\,円\s]/g, ""));
  if (typed === "" || !isExcluded || !Number.isFinite(amount)) return typed;
  const percent = Number(rate.replace("%", "") || "10");
  const withTax = (amount * (100 + percent)) / 100;
  return String(cart?.rounding === "round" ? Math.round(withTax) : Math.floor(withTax + 1e-6));
}

function stockOf(
  { says }: Line,
  word: (meaning: Meaning, cell: string) => string,
  cart: Cart | null,
): { stockManaged: string; quantity: string } {
  const quantity = says("quantity");
  const told = word("stockManaged", says("stockManaged"));
  const unlimited = says("unlimited");
  const isTracked = says("tracker") !== "";
  const knows = (meaning: Meaning) => cart?.columns.some(([, each]) => each === meaning) === true;
  const isUnlimited =
    isYes(unlimited) ||
    (cart?.blankIsUnlimited === true && quantity === "") ||
    (knows("tracker") && told === "" && unlimited === "" && !isTracked);
  if (isUnlimited) return { stockManaged: "しない", quantity: "" };
  if (told !== "")
    return { stockManaged: told, quantity: /^(しない|0|false|no)$/i.test(told) ? "" : quantity };
  return { stockManaged: quantity !== "" || isTracked || unlimited !== "" ? "する" : "", quantity };
}

/**
 * The name of a product: the name of its rows, or their common beginning if each row has its own (Tシャツ 白 M, Tシャツ 白 L).
 */
function commonName(lines: Line[]): string {
  const names = [...new Set(lines.map((line) => line.says("name")).filter((name) => name !== ""))];
  const [first = "", ...others] = names;
  if (others.length === 0) return first;
  const letters = [...first];
  let same = letters.length;
  for (const other of others) {
    const each = [...other];
    same = Math.min(same, letters.findIndex((letter, at) => letter !== each[at]) >>> 0, each.length);
  }
  const start = letters
    .slice(0, same)
    .join("")
    .replace(/[\s\-_/／・((]+$/u, "");
  return start === "" ? first : start;
}

const texts = {
  deleted: {
    ja: "元のカートで削除された商品です。登録する場合は、削除フラグを0にしてください。",
    en: "This product was deleted in the other cart. To register it, set its mark to 0.",
  },
} satisfies Record<string, Text>;
