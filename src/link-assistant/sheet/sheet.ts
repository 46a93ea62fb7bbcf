import { asTyped } from "../../catalog/bulk/values.ts";
import { headingKey } from "../../catalog/bulk/columns.ts";
import { defuse } from "../../kit/csv-safe.ts";
import type { CsvRow } from "../../kit/csv-records.ts";
import type { Text } from "../../kit/errors.ts";
import { readsAs } from "../../kit/text/rules.ts";
import { idSpelling } from "../../smaregi/spelling.ts";
import type { Pair } from "../effect/store.ts";
import type { ShownItem } from "../read-run.ts";
import type { Class } from "../rules.ts";

/** The columns of a run's file. When it comes back, only 決定 and スマレジ商品ID are read; the rest must be unchanged. */
const columns = {
  systemProductNumber: "システム商品番号",
  productName: "商品名",
  variationName: "バリエーション名",
  productCode: "商品コード",
  janCode: "JANコード",
  class: "判定",
  reasons: "理由",
  warnings: "注意",
  smaregiProductId: "スマレジ商品ID",
  theirCode: "スマレジ商品コード",
  theirName: "スマレジ商品名",
  quantity: "在庫数",
  theirQuantity: "スマレジ在庫数",
  decision: "決定",
} as const;
type Column = keyof typeof columns;
const keys = Object.keys(columns) as Column[];

/** The heading line. */
export const headings: string[] = keys.map((key) => columns[key]);

const classNames: Record<Class, string> = {
  certain: "確実",
  likely: "候補",
  conflict: "要確認",
  none: "なし",
};
/** Written so that a spreadsheet does not turn the text into a number. */
const asText = (value: string | null): string =>
  value === null || value === "" ? "" : `="${value.replaceAll('"', '""')}"`;

/** One line of the file: certain ones already say `link`, all others wait for a person's decision. */
export function lineOf(item: ShownItem): string[] {
  const [first] = item.candidates;
  const product = first?.product ?? null;
  const cells: Record<Column, string> = {
    systemProductNumber: item.systemProductNumber,
    productName: defuse(item.productName),
    variationName: defuse(item.variationName),
    productCode: asText(item.productCode),
    janCode: asText(item.janCode),
    class: classNames[item.class],
    reasons: first?.reasons.join(" ") ?? "",
    warnings: first?.warnings.join(" ") ?? "",
    smaregiProductId: asText(item.smaregiProductId ?? first?.smaregiProductId ?? null),
    theirCode: asText(product?.productCode ?? null),
    theirName: defuse(product?.name ?? ""),
    quantity: String(item.quantityNow ?? ""),
    theirQuantity: String(first?.quantity ?? ""),
    decision: item.class === "certain" ? "link" : "skip",
  };
  return keys.map((key) => cells[key]);
}

/** A variation of the run; its line must agree with it. */
export type Known = {
  variationId: string;
  productName: string;
  variationName: string;
  productCode: string | null;
  janCode: string | null;
};

export type RowFault = { row: number; message: Text };

const texts = {
  unknown: {
    ja: "このシステム商品番号は、この結果にありません。",
    en: "This system product number is not in this run.",
  },
  twice: {
    ja: "同じシステム商品番号の行が2つあります。",
    en: "Two rows have the same system product number.",
  },
  noId: {
    ja: "スマレジ商品IDを入力してください。",
    en: "A row with the decision link needs a Smaregi product ID.",
  },
  badId: { ja: "スマレジ商品IDは半角数字で15桁までです。", en: "A Smaregi product ID has up to 15 digits." },
  badDecision: {
    ja: "決定には link または skip を入力してください。",
    en: "The decision is link or skip.",
  },
  noColumns: {
    ja: "システム商品番号、スマレジ商品ID、決定の列が必要です。",
    en: "The columns システム商品番号, スマレジ商品ID and 決定 are needed.",
  },
} satisfies Record<string, Text>;

const otherText = (column: string, now: string): Text => ({
  ja: `${column}が今の値(${now})と異なります。ダウンロードし直してください。`,
  en: `${column} is another than now (${now}): export the file again.`,
});

/** Returns what a heading line lacks to be read back; null if it is complete. */
export function headingFault(header: string[]): Text | null {
  const place = placesOf(header);
  const needed: Column[] = ["systemProductNumber", "smaregiProductId", "decision"];
  return needed.every((key) => place.has(key)) ? null : texts.noColumns;
}

function placesOf(header: string[]): Map<Column, number> {
  const byKey = new Map(keys.map((key) => [headingKey(columns[key]), key]));
  const found = new Map<Column, number>();
  for (const [index, heading] of header.entries()) {
    const key = byKey.get(headingKey(heading));
    if (key !== undefined && !found.has(key)) found.set(key, index);
  }
  return found;
}

/** Reads the decisions of a file, row by row (P5): the requested links, and the rows that cannot be read. */
export function readDecisions(
  header: string[],
  rows: CsvRow[],
  known: Map<string, Known>,
): { links: Pair[]; faults: RowFault[] } {
  const place = placesOf(header);
  const links: Pair[] = [];
  const faults: RowFault[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    const cell = (key: Column): string => asTyped(row.cells[place.get(key) ?? -1] ?? "");
    const read = readRow(row, { cell, has: (key) => place.has(key), known, seen });
    if (read === null) continue;
    if ("message" in read) faults.push({ row: row.number, message: read.message });
    else links.push(read);
  }
  return { links, faults };
}

function readRow(
  row: CsvRow,
  at: {
    cell: (key: Column) => string;
    has: (key: Column) => boolean;
    known: Map<string, Known>;
    seen: Set<string>;
  },
): Pair | { message: Text } | null {
  const { cell, has, known, seen } = at;
  if (row.fault !== undefined) return { message: row.fault };
  const number = cell("systemProductNumber");
  const decision = cell("decision").toLowerCase();
  if (number === "" && decision === "") return null;
  const own = known.get(number);
  if (own === undefined) return { message: texts.unknown };
  if (seen.has(number)) return { message: texts.twice };
  seen.add(number);
  if (decision === "skip" || decision === "") return null;
  if (decision !== "link") return { message: texts.badDecision };
  const same: [Column, string][] = [
    ["productName", own.productName],
    ["variationName", own.variationName],
    ["productCode", own.productCode ?? ""],
    ["janCode", own.janCode ?? ""],
  ];
  for (const [key, now] of same) {
    if (has(key) && !readsAs(cell(key), now)) return { message: otherText(columns[key], now) };
  }
  const id = idSpelling(cell("smaregiProductId"));
  if (id === "") return { message: texts.noId };
  if (!/^\d{1,15}$/.test(id)) return { message: texts.badId };
  return { variationId: own.variationId, smaregiProductId: id };
}
