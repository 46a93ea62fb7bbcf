import type { RowChange } from "../../kit/tables.ts";
import { comesBackAs } from "../../kit/text/windows.ts";
import type { ProductWrite } from "../plan-product.ts";
import { columnKeys, columns, columnsOf, type ColumnKey } from "./columns.ts";
import { isMadeOf } from "./excel.ts";
import { texts as problemTexts } from "./problems.ts";
import type { Problem, ReadRow } from "./read-row.ts";
import { questionsText } from "./values.ts";

type ProductValues = ProductWrite["columns"];
type VariationValues = {
  systemProductNumber: string | null;
  name: string;
  productCode: string | null;
  janCode: string | null;
  price: number | null;
  taxRate: number | null;
  stockManaged: boolean;
  smaregiProductId: string | null;
  quantity: number | null;
};

/** A variation and its product, as they are or will be. */
export type Shape = { product: ProductValues; variation: VariationValues };

/** The words in a file for values that are not text. */
export const words = {
  published: { true: "公開", false: "非公開" },
  variationPattern: { none: "なし", pattern1: "パターン1", pattern2: "パターン2" },
  stockManaged: { true: "する", false: "しない" },
};

/** The cells of a row with everything about a variation and its product; blank if there is no value. */
export function cellsOf({ product, variation }: Shape): Record<ColumnKey, string> {
  const text = (value: string | number | null) => String(value ?? "");
  return {
    control: "u",
    systemProductNumber: text(variation.systemProductNumber),
    productCode: text(product.productCode),
    name: product.name,
    price: text(product.price),
    taxRate: text(product.taxRate),
    published: words.published[`${product.published}`],
    variationPattern: words.variationPattern[product.variationPattern],
    questions: questionsText(product.questions),
    variationName: variation.name,
    variationCode: text(variation.productCode),
    janCode: text(variation.janCode),
    variationPrice: text(variation.price),
    variationTaxRate: text(variation.taxRate),
    stockManaged: words.stockManaged[`${variation.stockManaged}`],
    quantity: text(variation.quantity),
    smaregiProductId: text(variation.smaregiProductId),
  };
}

/**
 * Returns a row of a Shift_JIS file without the texts that repeat the existing value as far as that encoding can. So an
 * exported cell that comes back changes nothing, even if some letters were lost or have other code points.
 */
export function withoutComeback(row: ReadRow, { product: was, variation: had }: Shape): ReadRow {
  const { name, productCode, questions, ...product } = row.product;
  const { name: choice, productCode: code, ...variation } = row.variation;
  const isNew = (cell: string | null | undefined, there: string | null) =>
    cell !== undefined && (cell === null || there === null || !comesBackAs(cell, there));
  const asks = questions !== undefined && isNew(questionsText(questions), questionsText(was.questions));
  return {
    ...row,
    product: {
      ...product,
      ...(isNew(name, was.name) ? { name } : {}),
      ...(isNew(productCode, was.productCode) ? { productCode } : {}),
      ...(asks ? { questions } : {}),
    },
    variation: {
      ...variation,
      ...(isNew(choice, had.name) ? { name: choice } : {}),
      ...(isNew(code, had.productCode) ? { productCode: code } : {}),
    },
  };
}

/**
 * The texts of a row that a spreadsheet made of the existing ones (00123: 123) when the file was only opened and saved: no one
 * changed them.
 */
export function madeOfThere(
  { product, variation }: ReadRow,
  { product: was, variation: had }: Shape,
): Problem[] {
  const texts: [ColumnKey, string | null | undefined, string | null][] = [
    ["productCode", product.productCode, was.productCode],
    ["name", product.name, was.name],
    ["variationName", variation.name, had.name],
    ["variationCode", variation.productCode, had.productCode],
  ];
  return texts.flatMap(([column, cell, there]) =>
    typeof cell === "string" && there !== null && isMadeOf(cell, there)
      ? [{ column, message: problemTexts.madeOf(there, cell) }]
      : [],
  );
}

/** A row that was taken: what it found (null: it registers) and what it makes of it (null: it deletes). */
export type Taken = { row: ReadRow; before: Shape | null; after: Shape | null };

/** What becomes of the variation of a row that was taken. */
export const actionOf = ({ before, after }: Pick<Taken, "before" | "after">): RowChange["action"] =>
  before === null ? "register" : after === null ? "delete" : "change";

/**
 * The changes of a row, by the headings of its file. Includes a quantity that changes without being given because the
 * row links or unlinks the variation.
 */
export function changeOfRow(
  { row, before, after }: Taken,
  headings: string[],
): RowChange & { rowNumber: number } {
  const order = columnsOf(headings);
  const was = before === null ? null : cellsOf(before);
  const becomes = after === null ? null : cellsOf(after);
  const told = columnKeys.filter((key) => {
    if (becomes === null || key === "control" || key === "systemProductNumber") return false;
    if (!order.includes(key) && !(key === "quantity" && was !== null)) return false;
    return becomes[key] !== (was?.[key] ?? "");
  });
  const orNull = (cell: string | undefined) => (cell === undefined || cell === "" ? null : cell);
  return {
    rowNumber: row.number,
    action: actionOf({ before, after }),
    productName: (after ?? before)?.product.name ?? "",
    systemProductNumber: (after ?? before)?.variation.systemProductNumber ?? null,
    changes: told.map((key) => ({
      column: headings[order.indexOf(key)]?.trim() ?? columns[key].ja,
      before: orNull(was?.[key]),
      after: orNull(becomes?.[key]),
    })),
  };
}
