import type { Fact } from "../facts/fact.ts";
import type { Follows, FollowsWhy, Halt, Mode, Sale, TransactionState } from "../kit/tables.ts";

/*
 * The order link as rows and rules (O1 to O4, B1 to B3, P1, P4). An order says which sale should be booked in Smaregi (`wantedKey`).
 * Each transaction that we ask for is a row; it says what is booked there, or may be. `decide` names the one next step.
 *
 * `planned`: not sent, or surely not booked. `sending`: the register call is out. `unclear`: it is not known if it
 * was booked. `standing`: booked, `transactionId` is known. `cancelling`: the cancel call is out. `cancelUnclear`:
 * it is not known if it was cancelled; or it was refused, and is looked at. `gone`: dropped unsent, cancelled, or
 * surely never booked.
 *
 * `follows` of an order: `on`: it goes on by itself; `asked`: the merchant is asked first; `off`: taken while the link
 * was not live, or done by hand. `halt` of a row: why nothing more is done with it by itself; the merchant was told.
 */
/** The place that a transaction was sent to. */
export type Place = { contractId: string; storeId: string; terminalId: string };

/** One sale that Smaregi was or will be asked to book for an order. Its sale and its keys never change. */
export type TransactionRow = {
  id: string;
  sale: Sale;
  saleKey: string;
  state: TransactionState;
  /** Null until the first sending. After that it never changes, like the keys. */
  place: Place | null;
  transactionId: string | null;
  /** How often the registration and the cancellation were sent. Their sum is the fence: an answer counts only under its own. */
  registers: number;
  cancels: number;
  sentAt: Date | null;
  /** No call before this time. `retryFrom`: when that was written, so that a clock that is set back delays nothing. */
  retryAt: Date | null;
  retryFrom: Date | null;
  halt: Halt | null;
  /** True if the standard mode allows one more try. */
  again: boolean;
  /** True if a person chose 打消 after the cancellation was refused. */
  disposes: boolean;
  /** True if the last call was refused: a look only has to see what stands. */
  refused: boolean;
  /** How many looks after the full wait found nothing. */
  looks: number;
  /** True if people were told that its call fails. */
  reported: boolean;
  /** The error of its last call. */
  error: Fact | null;
  createdAt: Date;
  /** The time when it became standing, gone or halted. */
  settledAt: Date | null;
};

/** An order's side of the link. */
export type OrderLink = {
  follows: Follows;
  why: FollowsWhy | null;
  /** The key of the sale that should stand; null if none should (the order is cancelled). */
  wantedKey: string | null;
  /** True if readings count the order, because it goes on by itself. */
  counted: boolean;
  /** The time since when they do not. */
  uncountedAt: Date;
  /** Oldest first. */
  rows: TransactionRow[];
};

/** What `decide` needs to know about the merchant's link. `live`: calls may be made (C3, C5; not during a pause for Smaregi). */
export type At = Place & { live: boolean; mode: Mode; now: Date };

export type Decision =
  | { do: "nothing" }
  | { do: "wait"; until: Date }
  | { do: "look" | "cancel" | "register"; row: TransactionRow }
  /** Nothing of it stands, so it is gone without a call. */
  | { do: "drop"; row: TransactionRow }
  /** It was sent to another place before and is not there: the same sale becomes a new row. */
  | { do: "renew"; row: TransactionRow }
  /** It was left in a former contract, and the connection is back there: it goes on. */
  | { do: "resume"; row: TransactionRow }
  | { do: "halt"; row: TransactionRow; halt: Halt };

/** True if a row is booked in Smaregi, or may be, or will be. */
export const isHere = (row: TransactionRow): boolean => row.state !== "gone";
/** True while a call of the row is out. */
export const isCallOut = ({ state }: TransactionRow): boolean =>
  state === "sending" || state === "cancelling";
/** True if the result of the row's last call is unknown. */
export const isUnknown = ({ state }: TransactionRow): boolean =>
  state === "unclear" || state === "cancelUnclear";

/** A key that is equal for sales about which Smaregi is told the same. The order of an object's properties does not matter. */
export function saleKey(sale: Sale): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== "object" || value === null) return value;
    return Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]);
  };
  return JSON.stringify(sorted(sale));
}

/** The row that is or will be the order's transaction: the first that stands, or else the newest that may. */
export function keepOf({ rows, wantedKey }: OrderLink): TransactionRow | undefined {
  if (wantedKey === null) return undefined;
  const fit = rows.filter(
    (row) =>
      isHere(row) && row.saleKey === wantedKey && row.state !== "cancelling" && row.state !== "cancelUnclear",
  );
  return (
    fit.find((row) => row.state === "standing") ??
    fit.findLast((row) => row.state !== "planned") ??
    fit.at(-1)
  );
}

/**
 * The one next step that brings Smaregi to what the order wants: first settle what is unknown, then remove what should not stand,
 * then add what should. So a registration goes out only when no other sale of the order may stand (O3).
 */
export function decide(link: OrderLink, at: At): Decision {
  if (!at.live || link.rows.some(isCallOut)) return { do: "nothing" };
  const due = (row: TransactionRow, then: Decision): Decision => {
    const isDue =
      row.retryAt === null ||
      row.retryAt <= at.now ||
      (row.retryFrom !== null && row.retryFrom.getTime() > at.now.getTime() + 1_000);
    return isDue ? then : { do: "wait", until: row.retryAt as Date };
  };
  const unknown = link.rows.find(isUnknown);
  if (unknown !== undefined) return due(unknown, { do: "look", row: unknown });
  if (link.follows !== "on") return { do: "nothing" };
  const keep = keepOf(link);
  let isStuck = false;
  for (const row of link.rows) {
    if (!isHere(row) || row === keep) continue;
    if (row.state === "planned") return { do: "drop", row };
    if (isBack(row, at)) return { do: "resume", row };
    if (row.halt !== null) isStuck = true;
    else if (row.place?.contractId !== at.contractId) return { do: "halt", row, halt: "otherContract" };
    else if (row.cancels > 0 && at.mode === "standard" && !row.again)
      return { do: "halt", row, halt: "cancelFailed" };
    else return due(row, { do: "cancel", row });
  }
  if (isStuck || keep?.state !== "planned" || keep.halt !== null) return { do: "nothing" };
  if (keep.registers > 0 && at.mode === "standard" && !keep.again)
    return { do: "halt", row: keep, halt: "registerFailed" };
  // Also for another terminal: the merchant does not want the sale in that terminal's books (C2).
  if (keep.place !== null && !(isAt(keep.place, at) && keep.place.terminalId === at.terminalId))
    return { do: "renew", row: keep };
  return due(keep, { do: "register", row: keep });
}

/** True if a transaction was sent to the connection's store, whose stock is synced. */
export function isAt(
  place: Pick<Place, "contractId" | "storeId">,
  { contractId, storeId }: Pick<Place, "contractId" | "storeId">,
): boolean {
  return place.contractId === contractId && place.storeId === storeId;
}

/**
 * True for a transaction that was left in a former contract, if the connection is back there. No call of it has failed, so the
 * assured mode goes on. The standard mode has asked a person to cancel it by hand, and waits for that person's answer (F3).
 */
export function isBack(row: TransactionRow, { contractId, mode }: Pick<At, "contractId" | "mode">): boolean {
  const isLeft = row.state === "standing" && row.halt === "otherContract";
  return isLeft && mode === "assured" && row.place?.contractId === contractId;
}

/** True if the order still has something to do by itself, now or later, once the link is live. */
export function isRestless(link: OrderLink): boolean {
  if (link.rows.some(isCallOut)) return true;
  // A contract or a mode that would stop it is considered when its turn comes.
  const next = decide(link, { live: true, ...nowhere, mode: "assured", now: farFuture });
  return next.do !== "nothing";
}

const nowhere: Place = { contractId: "", storeId: "", terminalId: "" };

/** A time at which everything that was put off is due. */
export const farFuture = new Date(8.64e15);

/** True if readings count the order by its own state: it goes on by itself. */
export function countsBySelf(link: OrderLink): boolean {
  return link.follows === "on" && !link.rows.some((row) => isHere(row) && row.halt !== null);
}

/** What counting needs to know about the connection. `since`: when its contract or store was set. */
export type Here = { contractId: string; storeId: string; since: Date } | null;

/**
 * Says if readings of this place count the order, and if not, since when. An order that is booked in another place does not count.
 */
export function counting(link: OrderLink, here: Here): { counts: boolean; notSince: Date } {
  if (!link.counted) return { counts: false, notSince: link.uncountedAt };
  const keep = keepOf(link);
  const isElsewhere =
    here !== null && keep?.state === "standing" && keep.place !== null && !isAt(keep.place, here);
  if (!isElsewhere) return { counts: true, notSince: link.uncountedAt };
  const settled = keep.settledAt ?? keep.createdAt;
  return { counts: false, notSince: settled > here.since ? settled : here.since };
}

/** The pieces of each Smaregi product that a sale moves. Lines that are not linked move nothing in Smaregi (O6). */
export function piecesOfSale(sale: Pick<Sale, "lines">): Map<string, number> {
  const pieces = new Map<string, number>();
  for (const { smaregiProductId, quantity } of sale.lines) {
    if (smaregiProductId !== null)
      pieces.set(smaregiProductId, (pieces.get(smaregiProductId) ?? 0) + quantity);
  }
  return pieces;
}

/**
 * What one order will still take from a reading of `product` that began at `began`, in the worst case (B1); 0 or less. A row is sure
 * if the reading certainly includes it; otherwise the reading may or may not.
 */
export function pendingOfOrder(link: OrderLink, product: string, began: Date, here: Here): number {
  const own = link.rows.filter((row) => row.place !== null && here !== null && isAt(row.place, here));
  const sum = (rows: TransactionRow[]) =>
    rows.reduce((pieces, row) => pieces + (piecesOfSale(row.sale).get(product) ?? 0), 0);
  const isSure = (row: TransactionRow) =>
    row.state === "standing" && row.settledAt !== null && row.settledAt < began;
  if (!counting(link, here).counts) {
    const maybe = own.filter(
      (row) =>
        row.state === "sending" || row.state === "unclear" || (row.state === "standing" && !isSure(row)),
    );
    return 0 - sum(maybe);
  }
  const keep = keepOf(link);
  const wanted = keep === undefined ? 0 : sum([keep]);
  return Math.min(0, sum(own.filter(isSure)) - wanted);
}

/** True if a sale of the order was settled after a reading of the product began: the reading is then unsure, and is done again. */
export function isUnsure(link: OrderLink, product: string, began: Date): boolean {
  return link.rows.some(
    (row) =>
      (row.state === "standing" || row.state === "gone") &&
      row.settledAt !== null &&
      row.settledAt >= began &&
      piecesOfSale(row.sale).has(product),
  );
}
