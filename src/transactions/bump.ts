import type { FollowsWhy, Sale } from "../kit/tables.ts";
import {
  countsBySelf,
  isHere,
  keepOf,
  saleKey,
  type At,
  type OrderLink,
  type TransactionRow,
} from "./rules.ts";

/** Makes the ID of a new row. */
export type NewId = () => string;

/**
 * Makes a new order's link. `live`: its sale is planned for registration. If not live the link is off; `why` says that it is only
 * switched off (P6).
 */
export function newLink(
  sale: Sale,
  { live, now, newId }: { live: boolean; now: Date; newId: NewId },
  why: FollowsWhy | null,
): OrderLink {
  const link: OrderLink = {
    follows: live ? "on" : "off",
    why: live ? null : why,
    wantedKey: saleKey(sale),
    counted: live,
    uncountedAt: now,
    rows: [],
  };
  return live ? plan(link, sale, { now, newId }) : link;
}

/**
 * Applies an edit (`sale`: the order's new sale) or a cancellation (null). Rows that were never sent and are not wanted are gone at
 * once; `decide` handles the rest. If the link is not live, the standard mode asks before Smaregi is told, and the assured mode goes
 * on later (P6). `took`: the change has taken the order's pieces from the stock again.
 */
export function bump(
  link: OrderLink,
  sale: Sale | null,
  at: Pick<At, "live" | "mode" | "now"> & { newId: NewId; took: boolean },
): OrderLink {
  const wantedKey = sale === null ? null : saleKey(sale);
  const { now } = at;
  const own = { ...link, wantedKey };
  if (own.follows !== "off") {
    const mayStand = own.rows.some((row) => isHere(row) && row.state !== "planned");
    const goesOn = at.live || (own.follows === "on" && at.mode === "assured") || (!mayStand && sale === null);
    own.follows = goesOn ? "on" : "asked";
    own.why = goesOn ? null : "changedWhileOff";
    own.rows = own.rows.map((row) => {
      // It is certainly not in Smaregi: the edit or cancellation came before the sending.
      if (row.state === "planned" && row.saleKey !== wantedKey) return gone(row, now);
      if (!isHere(row) || own.follows !== "on") return row;
      const retry = row.state === "standing" ? { retryAt: null, retryFrom: null } : {};
      return { ...row, halt: null, again: true, ...retry };
    });
  }
  const planned = sale !== null && own.follows === "on" ? plan(own, sale, at) : own;
  const counted = countsBySelf(planned);
  // From now on the pieces of the new lines are off the number, whether the order counts or not.
  const uncountedAt = counted || (!link.counted && !at.took) ? planned.uncountedAt : now;
  return { ...planned, counted, uncountedAt };
}

/** Adds a row for the wanted sale, unless a row is or will be that sale already. */
export function plan(link: OrderLink, sale: Sale, { now, newId }: { now: Date; newId: NewId }): OrderLink {
  if (link.wantedKey === null || keepOf(link) !== undefined) return link;
  const row: TransactionRow = {
    id: newId(),
    sale,
    saleKey: link.wantedKey,
    state: "planned",
    place: null,
    transactionId: null,
    registers: 0,
    cancels: 0,
    sentAt: null,
    retryAt: null,
    retryFrom: null,
    halt: null,
    again: false,
    disposes: false,
    refused: false,
    looks: 0,
    reported: false,
    error: null,
    createdAt: now,
    settledAt: null,
  };
  return { ...link, rows: [...link.rows, row] };
}

/** The row once nothing of it is in Smaregi or will be. */
export function gone(row: TransactionRow, now: Date): TransactionRow {
  return { ...row, state: "gone", halt: null, retryAt: null, retryFrom: null, settledAt: now };
}

/**
 * Starts or stops counting the order after a change. `again`: it counts again, so its pieces must be taken off again if a reading has
 * forgotten them.
 */
export function recount(link: OrderLink, now: Date): { link: OrderLink; again: boolean } {
  const counted = countsBySelf(link);
  if (counted === link.counted) return { link, again: false };
  return { link: { ...link, counted, uncountedAt: counted ? link.uncountedAt : now }, again: counted };
}
