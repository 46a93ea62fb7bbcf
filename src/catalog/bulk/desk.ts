import { folded } from "../../kit/text/rules.ts";
import { inOrder, type ProductState, type ProductWrite } from "../plan-product.ts";
import type { ProductInput, VariationInput } from "../rules.ts";
import type { ReadRow } from "./read-row.ts";

/** What a batch needs to know: the products that its rows name, locked, and what limits their changes. */
export type Known = {
  states: ProductState[];
  /** Codes that earlier rows of a dry run gave to new products, which are not in the database. */
  claimed: Set<string>;
  /** Products with orders. */
  ordered: Set<string>;
  /** True if the file is in Shift_JIS, which cannot hold every existing text. */
  isShiftJis: boolean;
};

/** A product as the rows of a batch have changed it so far. */
export type Draft = {
  state: ProductState;
  product: Omit<ProductInput, "variations">;
  variations: VariationInput[];
  write: ProductWrite | null;
  isDeleted: boolean;
};

/**
 * The drafts of a batch by product ID, the draft of each system product number, and the codes that exist or were given
 * within the batch.
 */
export type Desk = {
  drafts: Map<string, Draft>;
  numbers: Map<string, { draft: Draft; id: string }>;
  codes: Codes;
  known: Known;
};

/** Product codes and their products: found by the exact text first, else by one that reads the same (P10). */
class Codes {
  #exact = new Map<string, string>();
  #keys = new Map<string, Set<string>>();

  /** The product of a code, and the code's spelling there. */
  find(code: string): { id: string; code: string } | undefined {
    const there = this.#exact.has(code) ? code : [...(this.#keys.get(folded(code)) ?? [])][0];
    const id = there === undefined ? undefined : this.#exact.get(there);
    return there === undefined || id === undefined ? undefined : { id, code: there };
  }

  get(code: string): string | undefined {
    return this.find(code)?.id;
  }

  set(code: string, id: string): void {
    this.#exact.set(code, id);
    const key = folded(code);
    this.#keys.set(key, (this.#keys.get(key) ?? new Set()).add(code));
  }

  delete(code: string): void {
    this.#exact.delete(code);
    this.#keys.get(folded(code))?.delete(code);
  }
}

/** Prepares the products that a batch names, as they are before its first row. */
export function openDesk(known: Known): Desk {
  const desk: Desk = { known, drafts: new Map(), numbers: new Map(), codes: new Codes() };
  for (const state of known.states) {
    const { id, productCode } = state.product;
    const variations = inOrder(state.rows).map((row) => ({ id: row.id }));
    const draft: Draft = { state, product: {}, variations, write: null, isDeleted: false };
    desk.drafts.set(id, draft);
    for (const row of state.rows) desk.numbers.set(row.systemProductNumber, { draft, id: row.id });
    if (productCode !== null) desk.codes.set(productCode, id);
  }
  return desk;
}

/** The draft of the product that already has a new row's code. */
export function standing(desk: Desk, row: ReadRow | undefined): Draft | undefined {
  const code = row?.product.productCode;
  const id = typeof code === "string" ? desk.codes.get(code) : undefined;
  const draft = desk.drafts.get(id ?? "");
  return draft?.isDeleted === false ? draft : undefined;
}
