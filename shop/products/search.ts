/** What the list's address asks for. */
export type ShopSearch = { q?: string };

/** Reads the address's words; what is not understood is left out. */
export function readShopSearch({ q }: Record<string, unknown>): ShopSearch {
  // The router reads digits as a number: a code is a text all the same.
  return (typeof q === "string" && q !== "") || typeof q === "number" ? { q: String(q) } : {};
}
