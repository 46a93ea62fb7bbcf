const states = ["linked", "unlinked", "failed", "waiting", "soldOut"] as const;

/** The search in the list's address. */
export type ProductSearch = { q?: string; state?: (typeof states)[number]; published?: boolean };

/** Reads the search from the address; leaves out what it does not understand. */
export function readProductSearch(given: Record<string, unknown>): ProductSearch {
  const { q, published } = given;
  const state = states.find((each) => each === given["state"]);
  return {
    // The router reads digits as a number, but a code or a Smaregi product ID is a text.
    ...((typeof q === "string" && q !== "") || typeof q === "number" ? { q: String(q) } : {}),
    ...(state === undefined ? {} : { state }),
    ...(typeof published === "boolean" ? { published } : {}),
  };
}
