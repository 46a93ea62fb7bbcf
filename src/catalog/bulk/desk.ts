import { folded } from "../../kit/text/rules.ts";
import { inOrder, type ProductState, type ProductWrite } from "../plan-product.ts";
import type { ProductInput, VariationInput } from "../rules.ts";
import type { ReadRow } from "./read-row.ts";

/** What a batch needs to know: the products that its rows name, locked, and what they may not become. */
export type Known = {
  states: ProductState[];
  /** Codes that earlier rows of the file gave to new products which are not there to be seen (dry run). */
  claimed: Set<string>;
  /** Products with orders. */
  ordered: Set<string>;
  /** Whether the file is in Shift_JIS, which cannot say every text that is there. */
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

/** The drafts of a batch by product ID, where each system product number stands, and the codes that stand or were given away in it. */
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

  /** The product of a code, and how the code is spelled there. */
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

/** Lays out the products that a batch names, as they are before its first row. */
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

/** The draft of the product that a new row's code names. */
export function standing(desk: Desk, row: ReadRow | undefined): Draft | undefined {
  const code = row?.product.productCode;
  const id = typeof code === "string" ? desk.codes.get(code) : undefined;
  const draft = desk.drafts.get(id ?? "");
  return draft?.isDeleted === false ? draft : undefined;
}
