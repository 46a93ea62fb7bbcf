/** What the list's address asks for. */
export type LogSearch = { q?: string };

/** Reads the address's words; what is not understood is left out. */
export function readLogSearch(given: Record<string, unknown>): LogSearch {
  return typeof given["q"] === "string" && given["q"] !== "" ? { q: given["q"] } : {};
}
