import { readOrderSearch, type OrderSearch } from "../search.ts";

/** What to print: orders by their numbers, or all orders of a search; and which paper. */
export type PrintSearch = OrderSearch & { numbers?: string; paper?: "picking" | "notes"; unpaid?: true };

/** Reads the print page's address. The router may have read an order's number as a number. */
export function readPrintSearch(given: Record<string, unknown>): PrintSearch {
  const { numbers, paper, unpaid } = given;
  const text = typeof numbers === "number" ? String(numbers).padStart(8, "0") : numbers;
  return {
    ...readOrderSearch(given),
    ...(typeof text === "string" && /^[\d,]+$/.test(text) ? { numbers: text } : {}),
    ...(paper === "picking" ? { paper } : {}),
    ...(unpaid === true || unpaid === "true" ? { unpaid: true as const } : {}),
  };
}

/** The orders to print, as the API takes them. */
export function chosenOf(search: PrintSearch): { numbers: string[] } | { search: OrderSearch } {
  const { numbers, paper: _, unpaid: __, ...asked } = search;
  return numbers === undefined ? { search: asked } : { numbers: numbers.split(",").filter(Boolean) };
}
