import { isDeepStrictEqual } from "node:util";
import { newId } from "../kit/ids.ts";
import type { Question, VariationPattern } from "../kit/tables.ts";
import { planVariations, type Step } from "./plan-variations.ts";
import type { ProductInput } from "./rules.ts";
import type { ProductRow, VariationRow } from "./store.ts";

export type NewProduct = ProductInput & { name: string; price: number; taxRate: 8 | 10 };

/** A product in its current state; its row and those of its variations are locked. */
export type ProductState = { product: ProductRow; rows: VariationRow[] };

/** Everything that saving one product writes. */
export type ProductWrite = {
  id: string;
  serial: number;
  isNew: boolean;
  columns: {
    productCode: string | null;
    name: string;
    price: number;
    taxRate: 8 | 10;
    published: boolean;
    variationPattern: VariationPattern;
    questions: Question[];
  };
  /** The last serial of its variations before this save. */
  lastSerial: number;
  steps: Step[];
  /** Variations that are deleted. */
  removedIds: string[];
  /** True if its search words change. */
  hasNewWords: boolean;
};

/** The search words of a product: its name, and the codes and links of its variations. */
export function wordsOf({ columns, steps }: Pick<ProductWrite, "columns" | "steps">): string[] {
  const words = [columns.name, columns.productCode, ...steps.flatMap(({ values }) => codesOf(values))];
  return [...new Set(words)].filter((word) => word !== null);
}

type Codes = Pick<Step["values"], "productCode" | "janCode" | "smaregiProductId">;
const codesOf = (row: Codes): (string | null)[] => [row.productCode, row.janCode, row.smaregiProductId];

/**
 * Plans the registration of a product (商品登録). `serial`: its number among the merchant's products. Throws as
 * `planVariations` does.
 */
export function planNewProduct(product: NewProduct, serial: number): ProductWrite {
  const variationPattern = product.variationPattern ?? "none";
  const questions = product.questions ?? [];
  const given = product.variations ?? (variationPattern === "pattern1" ? [] : [{}]);
  return {
    id: newId(),
    serial,
    isNew: true,
    columns: {
      productCode: product.productCode ?? null,
      name: product.name,
      price: product.price,
      taxRate: product.taxRate,
      published: product.published ?? false,
      variationPattern,
      questions,
    },
    lastSerial: 0,
    steps: planVariations(variationPattern, questions, [], given),
    removedIds: [],
    hasNewWords: true,
  };
}

/** Variations in the order of their product. */
export function inOrder(rows: VariationRow[]): VariationRow[] {
  return rows.toSorted((a, b) => a.position - b.position);
}

/**
 * Plans the change of a product (商品更新): fields that are not given stay; if `variations` is given, those left out are
 * deleted.
 */
export function planChange({ product: before, rows }: ProductState, product: ProductInput): ProductWrite {
  const variationPattern = product.variationPattern ?? before.variationPattern;
  const questions = product.questions ?? before.questions;
  const given = product.variations ?? inOrder(rows).map((row) => ({ id: row.id }));
  const steps = planVariations(variationPattern, questions, rows, given);
  const kept = new Set(steps.map((step) => step.id));
  const removedIds = rows.map((row) => row.id).filter((id) => !kept.has(id));
  const columns = {
    productCode: product.productCode === undefined ? before.productCode : product.productCode,
    name: product.name ?? before.name,
    price: product.price ?? before.price,
    taxRate: product.taxRate ?? before.taxRate,
    published: product.published ?? before.published,
    variationPattern,
    questions,
  };
  const hasNewCodes = (step: Step) =>
    step.before === null || !isDeepStrictEqual(codesOf(step.before), codesOf(step.values));
  return {
    id: before.id,
    serial: before.serial,
    isNew: false,
    columns,
    lastSerial: before.lastVariationSerial,
    steps,
    removedIds,
    hasNewWords:
      columns.name !== before.name ||
      columns.productCode !== before.productCode ||
      removedIds.length > 0 ||
      steps.some(hasNewCodes),
  };
}
