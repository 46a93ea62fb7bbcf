import type { CsvRow } from "../../kit/csv-records.ts";
import type { Text } from "../../kit/errors.ts";
import { shortened } from "../../kit/text/shortened.ts";
import { maxQuantity } from "../../stock/rules.ts";
import { limits, type ProductInput, type VariationInput } from "../rules.ts";
import { isClearWord } from "./clear-word.ts";
import type { ColumnKey, Header } from "./columns.ts";
import {
  asTyped,
  code,
  excelError,
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

/** A problem of a row; `column` is null if it concerns the whole row. */
export type Problem = { column: ColumnKey | null; message: Text };

/** A row of a file as it was understood. Fields that it does not mention are left out; null: cleared. */
export type ReadRow = {
  number: number;
  cells: string[];
  control: Control;
  /** The keys that it may be found by, as they were given. */
  systemProductNumber: string | undefined;
  product: Omit<ProductInput, "variations">;
  variation: Omit<VariationInput, "id">;
  problems: Problem[];
  /** The content of the cells that were refused. */
  refusedCells?: Partial<Record<ColumnKey, string>>;
  /** The product that the file itself names, if rows of another cart were translated. */
  group?: string;
};

const notCleared = {
  ja: "この項目は空にできません。",
  en: "This can't be cleared.",
};

const known = new WeakMap<Header, Map<Header[number], number>>();

/** The position of each column of a file: searched once, not for each row. */
function placesOf(header: Header): Map<Header[number], number> {
  const places = known.get(header) ?? new Map(header.map((key, at) => [key, at] as const).toReversed());
  known.set(header, places);
  return places;
}

/** Sets a field that has a value. */
function put<Fields extends object, Key extends keyof Fields>(
  fields: Fields,
  key: Key,
  value: Fields[Key] | undefined,
): void {
  if (value !== undefined) fields[key] = value;
}

/** Reads a row: every wrong cell is named; a blank one changes nothing, `[クリア]` clears. */
export function readRow(row: CsvRow, header: Header, kind: "register" | "change"): ReadRow {
  const problems: Problem[] = [];
  const refusedCells: NonNullable<ReadRow["refusedCells"]> = {};
  const places = placesOf(header);
  const cellOf = (column: ColumnKey): string => {
    const at = places.get(column);
    return at === undefined ? "" : asTyped(row.cells[at] ?? "");
  };

  /** The value of a cell; undefined if it is blank or wrong. */
  function told<T>(column: ColumnKey, parse: (cell: string) => Parsed<T>): T | undefined {
    const cell = cellOf(column);
    if (cell === "") return undefined;
    const parsed = isClearWord(cell) ? { problem: notCleared } : (excelError(cell) ?? parse(cell));
    if ("value" in parsed) return parsed.value;
    problems.push({ column, message: parsed.problem });
    refusedCells[column] = cell;
    return undefined;
  }
  const clearable = <T>(column: ColumnKey, parse: (cell: string) => Parsed<T>): T | null | undefined =>
    isClearWord(cellOf(column)) ? null : told(column, parse);

  const product: ReadRow["product"] = {};
  put(product, "productCode", clearable("productCode", code));
  put(
    product,
    "name",
    told("name", (cell) => name(cell, limits.name)),
  );
  put(
    product,
    "price",
    told("price", (cell) => wholeNumber(cell, limits.price)),
  );
  put(product, "taxRate", told("taxRate", taxRate));
  put(
    product,
    "published",
    told("published", (cell) => word(cell, "published")),
  );
  put(
    product,
    "variationPattern",
    told("variationPattern", (cell) => word(cell, "variationPattern")),
  );
  put(product, "questions", isClearWord(cellOf("questions")) ? [] : told("questions", questions));
  const variation: ReadRow["variation"] = {};
  put(
    variation,
    "name",
    told("variationName", (cell) => name(cell, limits.variationName)),
  );
  put(variation, "productCode", clearable("variationCode", code));
  put(variation, "janCode", clearable("janCode", janCode));
  put(
    variation,
    "price",
    clearable("variationPrice", (cell) => wholeNumber(cell, limits.price)),
  );
  put(variation, "taxRate", clearable("variationTaxRate", taxRate));
  put(
    variation,
    "stockManaged",
    told("stockManaged", (cell) => word(cell, "stockManaged")),
  );
  put(
    variation,
    "quantity",
    clearable("quantity", (cell) => wholeNumber(cell, maxQuantity)),
  );
  put(variation, "smaregiProductId", clearable("smaregiProductId", smaregiProductId));
  const asked = told("control", (cell) => word(cell, "control"));
  const control = kind === "register" ? "new" : (asked ?? "change");
  if (asked !== undefined && kind === "register" && asked !== "new") {
    problems.push({ column: "control", message: onlyNew });
  }
  const systemProductNumber = told("systemProductNumber", systemNumber);
  if (control === "new" && systemProductNumber !== undefined) {
    problems.push({ column: "systemProductNumber", message: notForNew });
  }
  const homeless = row.cells.find(
    (cell, index) => (index >= header.length || header[index] === "none") && cell.trim() !== "",
  );
  if (homeless !== undefined) problems.push({ column: null, message: noHeading(homeless) });
  // If the cells of a row could not be separated, their content is a guess and is not judged.
  const found = row.fault === undefined ? problems : [{ column: null, message: row.fault }];
  const { number, cells } = row;
  const read = { number, cells, control, systemProductNumber, product, variation, problems: found };
  return found.length === 0 ? read : { ...read, refusedCells };
}

/** The message about a value without a column. */
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
