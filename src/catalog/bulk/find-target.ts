import { readsAs } from "../../kit/text/rules.ts";
import type { Draft, Desk } from "./desk.ts";
import { Refused, texts } from "./problems.ts";
import type { Problem, ReadRow } from "./read-row.ts";

/** The product and variation that a row means (`id` null: a new variation of it), and the column that identified it. */
export type Target = {
  draft: Draft;
  id: string | null;
  key: "systemProductNumber" | "productCode" | "variationCode";
};

const refuse = (column: Problem["column"], message: Problem["message"]): never => {
  throw new Refused([{ column, message }]);
};

/** Finds what a row changes or deletes: by system product number, else product code, else a variation's own code. */
export function findTarget(desk: Desk, row: ReadRow): Target {
  const target = find(desk, row);
  if (target.draft.isDeleted) refuse(null, texts.deleted);
  if (!target.draft.variations.some((each) => each.id === target.id)) refuse(null, texts.deleted);
  return target;
}

function find(
  { drafts, numbers, codes }: Desk,
  { systemProductNumber, product, variation }: ReadRow,
): Target {
  if (systemProductNumber !== undefined) {
    const found = numbers.get(systemProductNumber);
    if (found !== undefined) return { ...found, key: "systemProductNumber" };
    return refuse("systemProductNumber", texts.unknownNumber);
  }
  if (typeof product.productCode === "string") {
    const draft = drafts.get(codes.get(product.productCode) ?? "");
    if (draft !== undefined) return inProduct(draft, variation);
    const wasHere = [...drafts.values()].some(
      (each) => each.state.product.productCode === product.productCode,
    );
    return refuse("productCode", wasHere ? texts.deleted : texts.unknownCode);
  }
  const { productCode } = variation;
  if (typeof productCode !== "string") return refuse(null, texts.noKey);
  const having = (same: (code: string) => boolean) =>
    [...drafts.values()].flatMap((draft) =>
      draft.state.rows
        .filter((each) => each.productCode !== null && same(each.productCode))
        .map((each): Target => ({ draft, id: each.id, key: "variationCode" })),
    );
  const exact = having((code) => code === productCode);
  const found = exact.length > 0 ? exact : having((code) => readsAs(code, productCode));
  if (found.length > 1) return refuse("variationCode", texts.ambiguousCode);
  return found[0] ?? refuse("variationCode", texts.unknownCode);
}

/** The variation of a product: its only one, or the one with that name or code. */
function inProduct(draft: Draft, variation: ReadRow["variation"]): Target {
  const { rows, product } = draft.state;
  const key = "productCode";
  const isChosen = product.variationPattern === "pattern1" && variation.name !== undefined;
  if (rows.length === 1 && !isChosen && rows[0] !== undefined) return { draft, id: rows[0].id, key };
  const isOf = (same: (one: string, other: string) => boolean) => (row: (typeof rows)[number]) =>
    (variation.name !== undefined && same(row.name, variation.name)) ||
    (typeof variation.productCode === "string" &&
      row.productCode !== null &&
      same(row.productCode, variation.productCode));
  // The exact text first (P10): older rows may read the same.
  const exact = rows.filter(isOf((one, other) => one === other));
  const named = exact.length > 0 ? exact : rows.filter(isOf(readsAs));
  if (named.length === 1 && named[0] !== undefined) return { draft, id: named[0].id, key };
  return refuse("variationName", texts.whichVariation);
}
