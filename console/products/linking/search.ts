const classes = ["certain", "likely", "conflict", "none"] as const;

/** What of a run the address asks for: one class, or what was linked. */
export type ItemSearch = { show?: (typeof classes)[number] | "applied" };

/** Reads the address's words; what is not understood is left out. */
export function readItemSearch(given: Record<string, unknown>): ItemSearch {
  const show = [...classes, "applied" as const].find((each) => each === given["show"]);
  return show === undefined ? {} : { show };
}

/** What the list of proposals is asked for: of a class only what is still proposed. */
export const itemQuery = (show: NonNullable<ItemSearch["show"]>) =>
  show === "applied" ? { state: "applied" } : { class: show, state: "proposed" };
