import type { LinkState, OrderKind, OrderStatus } from "../../kit/tables.ts";
import { folded } from "../../kit/text/rules.ts";
import type { Payment, Shipping } from "../work/rules.ts";

/** What orders are searched by; times from (inclusive) and until (exclusive) the order was placed. */
export type OrderSearch = {
  number?: string | undefined;
  /** Part of the number; of the buyer's name, its reading or phone; of a product's name or code; of the memo or tracking number. */
  q?: string | undefined;
  status?: OrderStatus | undefined;
  kind?: OrderKind | undefined;
  link?: LinkState | undefined;
  /** `unpaid`: of those that are not cancelled. */
  payment?: Payment | undefined;
  /** `unshipped`: not sent yet, preparing ones included, and not cancelled. */
  shipping?: Shipping | undefined;
  /** Only those that are not in Smaregi as they stand (P6). */
  behind?: boolean | undefined;
  from?: Date | undefined;
  until?: Date | undefined;
};

/** A search as callers write it: days of Japan's calendar (both count) or moments. */
export type AskedSearch = Omit<OrderSearch, "from" | "until"> & {
  from?: string | undefined;
  to?: string | undefined;
};

/** The begin of a day of Japan's calendar, `after` days later; a moment is itself. */
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

/** What a person types to find an order: as it is; a phone or a parcel's number with dashes, also without them. */
export function spellingsOf(q: string): string[] {
  const typed = folded(q);
  const plain = typed.replaceAll(/(?<=\d)[-ー ]+(?=\d)/g, "");
  return plain !== typed && /^\d+$/.test(plain) ? [q, plain] : [q];
}
