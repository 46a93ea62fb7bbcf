/** What the list's address asks for. */
export type ProductSearch = { q?: string };

/** Reads the address's words; what is not understood is left out. */
export function readProductSearch(given: Record<string, unknown>): ProductSearch {
  return typeof given["q"] === "string" && given["q"] !== "" ? { q: given["q"] } : {};
}
