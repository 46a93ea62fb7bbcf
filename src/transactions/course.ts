import type { OrderLink } from "./rules.ts";

/** What becomes of the order's link, and which Smaregi products are to be read again. */
export type Course = {
  link: OrderLink;
  /** It counts again: its pieces are taken off where a reading has forgotten them. */
  countsAgain: boolean;
  read: string[];
  /** To be read only where a reading was applied since the row was made: that reading had it off. */
  readIfRead: string[];
  /** When that row was made; null where there is none. */
  madeAt: Date | null;
};

/** The course of a link with nothing to be done about it. */
export const only = (link: OrderLink): Course => {
  return { link, countsAgain: false, read: [], readIfRead: [], madeAt: null };
};
