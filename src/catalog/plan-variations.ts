import { AppError, type FieldError } from "../kit/errors.ts";
import { newId } from "../kit/ids.ts";
import { stockOnSave, type StockOnSave } from "../stock/rules.ts";
import { variationProblems, type VariationInput } from "./rules.ts";
import type { ProductRow, VariationRow } from "./store.ts";

/** What a save does to one variation. */
export type Step = {
  id: string;
  before: VariationRow | null;
  values: {
    position: number;
    name: string;
    productCode: string | null;
    janCode: string | null;
    price: number | null;
    taxRate: 8 | 10 | null;
    stockManaged: boolean;
    smaregiProductId: string | null;
  };
  stock: StockOnSave;
};

/**
 * Plans each variation. Throws a 422 with every problem and its path, or a 409 `stock_locked` with the variation's name
 * if a synced quantity was given (U4). The caller must not have written anything yet.
 */
export function planVariations(
  pattern: ProductRow["variationPattern"],
  questions: ProductRow["questions"],
  rows: VariationRow[],
  given: VariationInput[],
): Step[] {
  const known = new Map(rows.map((row) => [row.id, row]));
  const names = given.map(({ id, name: asked }) => {
    const had = known.get(id ?? "")?.name;
    const name = asked ?? had ?? "";
    return { id, name, isKept: name === had };
  });
  const problems = variationProblems(pattern, questions, names, new Set(known.keys()));
  if (problems.length > 0) throw refusal(problems);
  const steps = given.map((variation, position): Step => {
    const before = known.get(variation.id ?? "") ?? null;
    const keep = <K extends "productCode" | "janCode" | "price" | "taxRate" | "smaregiProductId">(
      field: K,
    ) => (variation[field] === undefined ? (before?.[field] ?? null) : variation[field]);
    const values = {
      position,
      name: names[position]?.name ?? "",
      productCode: keep("productCode") as string | null,
      janCode: keep("janCode") as string | null,
      price: keep("price") as number | null,
      taxRate: keep("taxRate") as 8 | 10 | null,
      stockManaged: variation.stockManaged ?? before?.stockManaged ?? true,
      smaregiProductId: keep("smaregiProductId") as string | null,
    };
    const stock = stockOnSave(before, { ...values, quantity: variation.quantity });
    return { id: before?.id ?? newId(), before, values, stock };
  });
  refuseQuantities(steps);
  return steps;
}

function refusal(fields: FieldError[]): AppError {
  return new AppError(
    "invalid",
    { ja: "入力内容に誤りがあります。", en: "Some of what was sent is not right." },
    fields,
  );
}

function refuseQuantities(steps: Step[]): void {
  const places = (wanted: (step: Step) => boolean, ja: string, en: string): FieldError[] =>
    steps.flatMap((step, index) => {
      if (!wanted(step)) return [];
      const name = step.values.name === "" ? (step.before?.systemProductNumber ?? "") : step.values.name;
      const label = name === "" ? "" : ` (${name})`;
      return [
        { path: `variations[${index}].quantity`, message: { ja: `${ja}${label}`, en: `${en}${label}` } },
      ];
    });
  const locked = places(
    (step) => step.stock.locked,
    "在庫同期対象のため、在庫数は直接変更できません。スマレジの在庫が反映されます",
    "This variation is synced with Smaregi: its quantity can't be set here",
  );
  const [first] = locked;
  if (first !== undefined) throw new AppError("stock_locked", first.message, locked);
  const unlimited = places(
    (step) => step.stock.unlimitedGiven,
    "在庫管理フラグがないバリエーションに在庫数は指定できません",
    "A variation without the stock flag has no quantity",
  );
  if (unlimited.length > 0) throw refusal(unlimited);
}
