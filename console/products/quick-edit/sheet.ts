import type { Product, Variation } from "../../../src/http/api-types.ts";
import { readCount } from "../../../ui/numbers.ts";
import { largest, stockRule } from "../parts/stock.ts";

/** A row of the grid: a variation with its product. */
export type SheetRow = { product: Product; variation: Variation };
export type Field = "price" | "quantity" | "published";
export const fields: Field[] = ["price", "quantity", "published"];

/** The error of a cell. */
export type CellProblem = "badNumber" | "needed" | "tooLargePrice" | "tooLargeQuantity";

/**
 * The key of a cell's value. The quantity belongs to the variation, and so does the price with pattern 1. Otherwise the price, and
 * always 'published', belong to the product, whichever row they are changed in.
 */
export function keyOf({ product, variation }: SheetRow, field: Field): string {
  const isOwn = field === "quantity" || (field === "price" && product.variationPattern === "pattern1");
  return `${isOwn ? variation.id : product.id} ${field}`;
}

/** The name of a row for people. */
export const nameOf = ({ product, variation }: SheetRow): string =>
  `${product.name} ${variation.name}`.trim();

/** The saved value of a cell, as a text. */
export function savedText({ product, variation }: SheetRow, field: Field): string {
  if (field === "published") return product.published ? "1" : "0";
  const value = field === "price" ? (variation.price ?? product.price) : variation.quantity;
  return value === null ? "" : String(value);
}

/** Why a cell cannot be edited; null if it can (U5). */
export function lockOf({ variation }: SheetRow, field: Field): "synced" | "unlimited" | null {
  const rule = stockRule(variation);
  return field === "quantity" && rule !== "direct" ? rule : null;
}

/** The value of a cell's text as the server takes it, or its error. */
export function read(
  field: Field,
  text: string,
): { value: number | boolean | null } | { problem: CellProblem } {
  if (field === "published") return { value: text === "1" };
  const value = readCount(text);
  if (value === undefined) return { problem: "badNumber" };
  if (field === "price") {
    if (value === null) return { problem: "needed" };
    return value > largest.price ? { problem: "tooLargePrice" } : { value };
  }
  return value !== null && value > largest.quantity ? { problem: "tooLargeQuantity" } : { value };
}

/** Converts a pasted text to the text of a cell of this field. */
export function pasted(field: Field, text: string): string {
  const plain = text.normalize("NFKC").trim();
  if (field !== "published") return plain;
  return /^(1|公開|true|yes|published|する|○)$/i.test(plain) ? "1" : "0";
}

export type SheetItem = {
  variationId: string;
  price?: number;
  quantity?: number | null;
  published?: boolean;
};
type Edit = { row: SheetRow; field: Field; text: string };

/**
 * The unsaved input of the grid, and the refusals. Each cell subscribes to its own part, so that a key press renders only one cell,
 * however many there are.
 */
export class Sheet {
  #edits = new Map<string, Edit>();
  #problems = new Map<string, string>();
  #listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  count = (): number => this.#edits.size;
  edited = (row: SheetRow, field: Field): string | undefined => this.#edits.get(keyOf(row, field))?.text;
  refused = (row: SheetRow, field: Field): string | undefined => this.#problems.get(keyOf(row, field));

  set(row: SheetRow, field: Field, text: string): void {
    const key = keyOf(row, field);
    this.#problems.delete(key);
    if (text === savedText(row, field)) this.#edits.delete(key);
    else this.#edits.set(key, { row, field, text });
    this.#tell();
  }

  undo(row: SheetRow, field: Field): void {
    this.set(row, field, savedText(row, field));
  }

  clear(): void {
    this.#edits.clear();
    this.#problems.clear();
    this.#tell();
  }

  /** Marks as saved what was sent. A cell that was edited again meanwhile stays unsaved. */
  saved(sent: ReadonlyMap<string, string>): void {
    for (const [key, text] of sent) if (this.#edits.get(key)?.text === text) this.#edits.delete(key);
    this.#problems.clear();
    this.#tell();
  }

  /** The present input by cell. */
  texts = (): Map<string, string> => new Map([...this.#edits].map(([key, { text }]) => [key, text]));

  /** Takes out the input of some cells. Returns the names of their variations. */
  drop(isMeant: (row: SheetRow, field: Field) => boolean): string[] {
    const dropped = [...this.#edits].filter(([, { row, field }]) => isMeant(row, field));
    for (const [key] of dropped) this.#edits.delete(key);
    if (dropped.length > 0) this.#problems.clear();
    this.#tell();
    return [...new Set(dropped.map(([, { row }]) => nameOf(row)))];
  }

  /** The names of the variations whose refused cells are not in the table, because it shows other products (`shown`). */
  refusedElsewhere(shown: ReadonlySet<string>): string[] {
    const refused = [...this.#edits].filter(
      ([key, { row }]) => this.#problems.has(key) && !shown.has(row.product.id),
    );
    return [...new Set(refused.map(([, { row }]) => nameOf(row)))];
  }

  refuse(problems: Map<string, string>): void {
    this.#problems = problems;
    this.#tell();
  }

  /**
   * The items to send, one for each variation, with `keys` that map the server's names to the cells. Or the cells that cannot be
   * sent.
   */
  collect(): { items: SheetItem[]; keys: Map<string, string> } | { wrong: Map<string, CellProblem> } {
    const items = new Map<string, SheetItem>();
    const keys = new Map<string, string>();
    const wrong = new Map<string, CellProblem>();
    for (const [key, { row, field, text }] of this.#edits) {
      const meant = read(field, text);
      if ("problem" in meant) {
        wrong.set(key, meant.problem);
        continue;
      }
      const { id } = row.variation;
      items.set(id, { ...items.get(id), variationId: id, [field]: meant.value } as SheetItem);
      keys.set(`items[${[...items.keys()].indexOf(id)}].${field}`, key);
    }
    return wrong.size > 0 ? { wrong } : { items: [...items.values()], keys };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
