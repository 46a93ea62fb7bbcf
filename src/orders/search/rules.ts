import type { LinkState, OrderKind, OrderStatus } from "../../kit/tables.ts";
import { folded } from "../../kit/text/rules.ts";
import type { Payment, Shipping } from "../work/rules.ts";

/** The criteria of a search for orders. The times are of the placing: `from` is inclusive, `until` exclusive. */
export type OrderSearch = {
  number?: string | undefined;
  /** A part of the number, the buyer's name, its reading or phone, a product's name or code, the memo or the tracking number. */
  q?: string | undefined;
  status?: OrderStatus | undefined;
  kind?: OrderKind | undefined;
  link?: LinkState | undefined;
  /** `unpaid` leaves out cancelled orders. */
  payment?: Payment | undefined;
  /** `unshipped`: not sent yet (preparing included) and not cancelled. */
  shipping?: Shipping | undefined;
  /** Only orders that are behind (P6). */
  behind?: boolean | undefined;
  from?: Date | undefined;
  until?: Date | undefined;
};

/** A search as callers write it: days of Japan's calendar (both included) or moments. */
export type AskedSearch = Omit<OrderSearch, "from" | "until"> & {
  from?: string | undefined;
  to?: string | undefined;
};

/** The start of a day in Japan's calendar, `after` days later; a moment stays itself. */
function beginOf(given: string, after: number): Date {
  if (given.length > 10) return new Date(given);
  return new Date(Date.parse(`${given}T00:00:00+09:00`) + after * 86_400_000);
}

/** A search as the list takes it, with its days as moments. */
export function searchOf({ from, to, ...search }: AskedSearch): OrderSearch {
  return {
    ...search,
    ...(from === undefined ? {} : { from: beginOf(from, 0) }),
    ...(to === undefined ? {} : { until: beginOf(to, 1) }),
  };
}

/** The spellings to search for: the text as typed; for a phone or tracking number with dashes, also without them. */
export function spellingsOf(q: string): string[] {
  const typed = folded(q);
  const plain = typed.replaceAll(/(?<=\d)[-ー ]+(?=\d)/g, "");
  return plain !== typed && /^\d+$/.test(plain) ? [q, plain] : [q];
}
