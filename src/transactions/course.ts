import type { OrderLink } from "./rules.ts";

/** The result of a step: the order's link, and which Smaregi products to read again. */
export type Course = {
  link: OrderLink;
  /** True if the order counts again: its pieces must be taken off again if a reading has forgotten them. */
  countsAgain: boolean;
  read: string[];
  /** Products to read only if a reading was applied since the row was made, because that reading had the row's pieces taken off. */
  readIfRead: string[];
  /** Creation time of that row; null if there is no row. */
  madeAt: Date | null;
};

/** A course that changes only the link. */
export const only = (link: OrderLink): Course => {
  return { link, countsAgain: false, read: [], readIfRead: [], madeAt: null };
};
