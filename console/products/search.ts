const states = ["linked", "unlinked", "failed", "waiting", "soldOut"] as const;

/** What the list's address asks for. */
export type ProductSearch = { q?: string; state?: (typeof states)[number]; published?: boolean };

/** Reads the address's words; what is not understood is left out. */
export function readProductSearch(given: Record<string, unknown>): ProductSearch {
  const { q, published } = given;
  const state = states.find((each) => each === given["state"]);
  return {
    // The router reads digits as a number: a code or a Smaregi product ID is a text all the same.
    ...((typeof q === "string" && q !== "") || typeof q === "number" ? { q: String(q) } : {}),
    ...(state === undefined ? {} : { state }),
    ...(typeof published === "boolean" ? { published } : {}),
  };
}
