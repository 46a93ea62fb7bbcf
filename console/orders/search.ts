/** What the list's address asks for. */
export type OrderSearch = { q?: string };

/** Reads the address's words; what is not understood is left out. */
export function readOrderSearch(given: Record<string, unknown>): OrderSearch {
  return typeof given["q"] === "string" && given["q"] !== "" ? { q: given["q"] } : {};
}
