const classes = ["certain", "likely", "conflict", "none"] as const;

/** The part of a link run that the address asks for: one class, or the applied links. */
export type ItemSearch = { show?: (typeof classes)[number] | "applied" };

/** Reads the search from the address; leaves out what it does not understand. */
export function readItemSearch(given: Record<string, unknown>): ItemSearch {
  const show = [...classes, "applied" as const].find((each) => each === given["show"]);
  return show === undefined ? {} : { show };
}

/** The query of the list of proposals; for a class only those that are still proposed. */
export const itemQuery = (show: NonNullable<ItemSearch["show"]>) =>
  show === "applied" ? { state: "applied" } : { class: show, state: "proposed" };
