/** The search in the list's address. */
export type ShopSearch = { q?: string };

/** Reads the search from the address; leaves out what it does not understand. */
export function readShopSearch({ q }: Record<string, unknown>): ShopSearch {
  // The router reads digits as a number, but a code is a text.
  return (typeof q === "string" && q !== "") || typeof q === "number" ? { q: String(q) } : {};
}
