import type { CsvRow } from "../../kit/csv-records.ts";
import type { Text } from "../../kit/errors.ts";
import { shortened } from "../../kit/text/shortened.ts";
import { maxQuantity } from "../../stock/rules.ts";
import { limits, type ProductInput, type VariationInput } from "../rules.ts";
import type { ColumnKey, Header } from "./columns.ts";
import {
  asTyped,
  code,
  excelError,
  isClearWord,
  janCode,
  name,
  questions,
  smaregiProductId,
  taxRate,
  wholeNumber,
  systemNumber,
  word,
  type Parsed,
} from "./values.ts";

type Control = "new" | "change" | "delete";

/** What is wrong with a row; null: with the row as a whole. */
export type Problem = { column: ColumnKey | null; message: Text };

/** A row of a file as it was understood. What it says nothing of is left out; null: cleared. */
export type ReadRow = {
  number: number;
  cells: string[];
  control: Control;
  /** The keys that it may be found by, as they were given. */
  systemProductNumber: string | undefined;
  product: Omit<ProductInput, "variations">;
  variation: Omit<VariationInput, "id">;
  problems: Problem[];
  /** The product that the file itself names, where rows of another cart were translated. */
  group?: string;
};

const notCleared = {
  ja: "この項目は空にできません。",
  en: "This can't be cleared.",
};

/** Understands a row: every cell that is wrong is named; a blank one says nothing, `[クリア]` clears. */
export function readRow(row: CsvRow, header: Header, kind: "register" | "change"): ReadRow {
  const problems: Problem[] = [];
  const cellOf = (column: ColumnKey): string => asTyped(row.cells[header.indexOf(column)] ?? "");

  /** One field of an input: nothing where the cell is blank. */
  function field<T, K extends string>(
    column: ColumnKey,
    key: K,
    parse: (cell: string) => Parsed<T>,
  ): { [key in K]?: T } {
    const cell = header.includes(column) ? cellOf(column) : "";
    if (cell === "") return {};
    const parsed = isClearWord(cell) ? { problem: notCleared } : (excelError(cell) ?? parse(cell));
    if ("value" in parsed) return { [key]: parsed.value } as { [key in K]?: T };
    problems.push({ column, message: parsed.problem });
    return {};
  }
  function clearable<T, K extends string>(
    column: ColumnKey,
    key: K,
    parse: (cell: string) => Parsed<T>,
  ): { [key in K]?: T | null } {
    const isCleared = header.includes(column) && isClearWord(cellOf(column));
    return isCleared ? ({ [key]: null } as { [key in K]?: null }) : field(column, key, parse);
  }

  const product = {
    ...clearable("productCode", "productCode", code),
    ...field("name", "name", (cell) => name(cell, limits.name)),
    ...field("price", "price", (cell) => wholeNumber(cell, limits.price)),
    ...field("taxRate", "taxRate", taxRate),
    ...field("published", "published", (cell) => word(cell, "published")),
    ...field("variationPattern", "variationPattern", (cell) => word(cell, "variationPattern")),
    ...(isClearWord(header.includes("questions") ? cellOf("questions") : "")
      ? { questions: [] }
      : field("questions", "questions", questions)),
  };
  const variation = {
    ...field("variationName", "name", (cell) => name(cell, limits.variationName)),
    ...clearable("variationCode", "productCode", code),
    ...clearable("janCode", "janCode", janCode),
    ...clearable("variationPrice", "price", (cell) => wholeNumber(cell, limits.price)),
    ...clearable("variationTaxRate", "taxRate", taxRate),
    ...field("stockManaged", "stockManaged", (cell) => word(cell, "stockManaged")),
    ...clearable("quantity", "quantity", (cell) => wholeNumber(cell, maxQuantity)),
    ...clearable("smaregiProductId", "smaregiProductId", smaregiProductId),
  };
  const { control: asked } = field("control", "control", (cell) => word(cell, "control"));
  const control = kind === "register" ? "new" : (asked ?? "change");
  if (asked !== undefined && kind === "register" && asked !== "new") {
    problems.push({ column: "control", message: onlyNew });
  }
  const { systemProductNumber } = field("systemProductNumber", "systemProductNumber", systemNumber);
  if (control === "new" && systemProductNumber !== undefined) {
    problems.push({ column: "systemProductNumber", message: notForNew });
  }
  const homeless = row.cells.filter(
    (cell, index) => cell.trim() !== "" && (index >= header.length || header[index] === "none"),
  );
  if (homeless[0] !== undefined) problems.push({ column: null, message: noHeading(homeless[0]) });
  // Cells of a row that could not be told apart are a guess: what they say is not judged.
  const found = row.fault === undefined ? problems : [{ column: null, message: row.fault }];
  const { number, cells } = row;
  return { number, cells, control, systemProductNumber, product, variation, problems: found };
}

/** What is said of a value without a column. */
export const noHeading = (cell: string): Text => ({
  ja: `見出しのない列に値(${shortened(cell, 20)})があります。値の中に区切り文字(,)がある場合は、値を「"」で囲んでください。`,
  en: `There is a value (${shortened(cell, 20)}) in a column without a heading. Where a value holds a comma, put quotes (") around it.`,
});

const onlyNew: Text = {
  ja: "商品一括登録では新規登録(n)だけができます。変更(u)と削除(d)は商品一括変更で行ってください。",
  en: "Bulk register takes new rows (n) only; change (u) and delete (d) belong to bulk change.",
};
const notForNew: Text = {
  ja: "システム商品番号は登録時に自動で付きます。新規登録の行では空にしてください。",
  en: "The system product number is given at registration: leave it blank in a new row.",
};
