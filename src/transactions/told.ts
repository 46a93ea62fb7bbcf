import type { Halt, Mode } from "../kit/tables.ts";
import { gone, recount, type NewId } from "./bump.ts";
import { only, type Course } from "./course.ts";
import { isUnknown, keepOf, piecesOfSale, type OrderLink, type TransactionRow } from "./rules.ts";

/** The sales in Smaregi under a row's keys. */
type Sales = { kind: "sales"; standing: string[]; cancelled: string[]; lookedAt: Date };

/** The result of a call or a look. `agoMs`: how long before `now` the call went out, in milliseconds. */
export type Told =
  | { call: "register"; kind: "done"; transactionId: string }
  | { call: "cancel"; kind: "done" }
  /** Smaregi's own definite answer (P4). */
  | { call: "register" | "cancel"; kind: "refused" }
  | { call: "register" | "cancel"; kind: "notSent" }
  /** Nothing was sent, because it should no longer be: no failure, and no try in the standard mode. */
  | { call: "register" | "cancel"; kind: "withdrawn" }
  /** Everything else: the call may have taken effect, or still may. */
  | { call: "register" | "cancel"; kind: "unclear"; agoMs: number }
  /** The look failed. `isLeft`: Smaregi refuses it in a place that the connection has left. */
  | { call: "look"; kind: "failed"; isLeft?: boolean }
  | ({ call: "look" } & Sales)
  /** The row had waited, was looked for before its first byte, and is there: nothing was sent. */
  | ({ call: "register" } & Sales)
  /** The row's own transaction, whose cancellation is unclear. */
  | { call: "look"; kind: "transaction"; stands: boolean; lookedAt: Date };

/** The row that a call was for, and its fence when it was claimed. */
export type Claim = { rowId: string; fence: number };

type Asked = {
  now: Date;
  mode: Mode;
  /** How long after its sending a call may still take effect: one and a half time limits (P4). */
  boundMs: number;
  /** How long to wait before the next try. */
  backMs: number;
  newId: NewId;
};

const fenceOf = (row: TransactionRow): number => row.registers + row.cancels;

/** True if a row is still the one that a call was claimed for: no one has taken it over. */
export function isStillOurs(row: TransactionRow, claim: Claim, call: Told["call"]): boolean {
  if (fenceOf(row) !== claim.fence) return false;
  if (call === "register") return row.state === "sending";
  if (call === "cancel") return row.state === "cancelling";
  return isUnknown(row);
}

/** Applies a result to the order's link. Pure. A late answer, or one under an old fence, is a fact like any other. */
export function hear(link: OrderLink, claim: Claim, told: Told, asked: Asked): Course {
  const row = link.rows.find(({ id }) => id === claim.rowId);
  if (row === undefined) return only(link);
  if (!isStillOurs(row, claim, told.call)) {
    // Another process has taken the row over. The only news left is a booked sale: it is one more transaction.
    const heard = adopt(link, row, bookedBy(told), asked);
    return afterwards(heard.link, row.id, asked.now, heard.read, false);
  }
  const isLook = told.call === "look" || told.kind === "sales";
  const heard = isLook ? hearLook(link, row, told, asked) : hearCall(link, row, told, asked);
  // A plain refusal leaves the number as it is: the manual says that the next sync brings Smaregi's (F4).
  const isPlain = !isLook && told.call === "register" && told.kind !== "unclear";
  return afterwards(heard.link, row.id, asked.now, heard.read, isPlain);
}

function bookedBy(told: Told): string[] {
  if (told.call !== "register") return [];
  if (told.kind === "done") return [told.transactionId];
  return told.kind === "sales" ? told.standing : [];
}

type Heard = { link: OrderLink; read: string[] };

/** Returns the link with this row in place of the row with the same ID. */
export function put(link: OrderLink, row: TransactionRow): OrderLink {
  return { ...link, rows: link.rows.map((each) => (each.id === row.id ? row : each)) };
}

const heard = (link: OrderLink, row: TransactionRow): Heard => ({ link: put(link, row), read: [] });

function retry(ms: number, now: Date) {
  return { retryAt: new Date(now.getTime() + ms), retryFrom: now };
}

export const atOnce = { retryAt: null, retryFrom: null };

function stands(row: TransactionRow, transactionId: string, now: Date): TransactionRow {
  const known = { state: "standing" as const, transactionId, settledAt: now, ...atOnce };
  const calm = { halt: null, again: false, refused: false, looks: 0, reported: false, error: null };
  return { ...row, ...known, ...calm };
}

function surelyNot(row: TransactionRow, { now, mode, backMs }: Asked, isOwnWait: boolean): TransactionRow {
  const halt: Halt | null = mode === "standard" && !row.again ? "registerFailed" : null;
  const wait = isOwnWait ? retry(backMs, now) : atOnce;
  return { ...row, state: "planned", halt, settledAt: now, looks: 0, refused: false, ...wait };
}

function notCancelled(row: TransactionRow, { now, backMs }: Asked, halt: Halt | null): TransactionRow {
  return { ...row, state: "standing", halt, settledAt: now, looks: 0, ...retry(backMs, now) };
}

function hearCall(
  link: OrderLink,
  row: TransactionRow,
  told: Exclude<Told, { call: "look" } | { kind: "sales" }>,
  asked: Asked,
): Heard {
  const { now, mode } = asked;
  if (told.kind === "withdrawn") return hearWithdrawn(link, row, asked);
  const sentAt = told.kind === "unclear" ? { sentAt: new Date(now.getTime() - told.agoMs) } : {};
  if (told.call === "register") {
    if (told.kind === "done") return heard(link, stands(row, told.transactionId, now));
    // A second refusal may be about the keys: an earlier try may stand there.
    const mayStand = told.kind === "unclear" || (told.kind === "refused" && row.registers > 1);
    // If the order has gone on without it, nothing of it is left to do.
    if (!mayStand)
      return heard(link, row.saleKey === link.wantedKey ? surelyNot(row, asked, true) : gone(row, now));
    const refused = told.kind === "refused";
    return heard(link, { ...row, state: "unclear", refused, looks: 0, ...sentAt, ...atOnce });
  }
  if (told.kind === "done") return heard(link, gone(row, now));
  if (told.kind === "notSent")
    return heard(link, notCancelled(row, asked, mode === "standard" && !row.again ? "cancelFailed" : null));
  // A cancellation is refused, too, if the transaction is cancelled already, by us or at the till. A look at the transaction shows
  // it.
  const refused = told.kind === "refused";
  return heard(link, { ...row, state: "cancelUnclear", refused, looks: 0, ...sentAt, ...atOnce });
}

/** Puts the row back to what it was before its call was claimed, except for its fence. */
function hearWithdrawn(link: OrderLink, row: TransactionRow, { now }: Asked): Heard {
  if (row.state === "cancelling") return heard(link, { ...row, state: "standing", again: true });
  if (row.saleKey !== link.wantedKey) return heard(link, gone(row, now));
  return heard(link, { ...row, state: "planned", again: true });
}

function hearLook(
  link: OrderLink,
  row: TransactionRow,
  told: Extract<Told, { call: "look" } | { kind: "sales" }>,
  asked: Asked,
): Heard {
  const { now, backMs } = asked;
  if (told.kind === "failed") {
    // It was certainly not there before the press, and no one will ever look there, so the press goes on without a look (C6).
    const isSettled = told.isLeft === true && row.state === "unclear" && row.refused && row.sentAt === null;
    if (!isSettled) return heard(link, { ...row, ...retry(backMs, now) });
    return heard(link, keepOf(link)?.id === row.id ? surelyNot(row, asked, false) : gone(row, now));
  }
  if (told.kind === "transaction") return hearOfCancellation(link, row, told, asked);
  const others = (id: string) =>
    link.rows.some(
      (other) =>
        other.id !== row.id &&
        other.transactionId === id &&
        other.place?.contractId === row.place?.contractId,
    );
  const standing = told.standing.filter((id) => !others(id));
  const [first] = standing;
  if (first !== undefined) return adopt(put(link, stands(row, first, now)), row, standing, asked);
  // It belongs to another row already.
  if (standing.length < told.standing.length) return heard(link, gone(row, now));
  const cancelled = told.cancelled.filter((id) => !others(id));
  const isKept = keepOf(link)?.id === row.id;
  if (cancelled.length > 0) {
    const ended = { ...put(link, gone(row, now)) };
    const asksWhy = { follows: "asked", why: "cancelledAtTill" } as const;
    return { link: isKept ? { ...ended, ...asksWhy } : ended, read: [] };
  }
  const open = waitOn(row, told.lookedAt, asked);
  if (open !== null) return heard(link, open);
  if (!isKept) return heard(link, gone(row, now));
  const isOwnWait = row.registers > 1;
  return heard(link, surelyNot(row, asked, isOwnWait));
}

/**
 * A look that found nothing is no answer before the full wait is over. If the sale is sent again by itself, one such look is not
 * enough either: a second one must find nothing (P4). Null: it is the answer.
 */
function waitOn(
  row: TransactionRow,
  lookedAt: Date,
  { now, boundMs, mode, backMs }: Asked,
): TransactionRow | null {
  if (row.refused) return null;
  // If the clock was set back, the wait starts again, and never gets longer.
  const sentAt = row.sentAt === null || row.sentAt > now ? now : row.sentAt;
  const over = sentAt.getTime() + boundMs;
  if (lookedAt.getTime() <= over) return { ...row, sentAt, retryAt: new Date(over + 1), retryFrom: now };
  const isSentAgain = mode === "assured" || row.again;
  if (!isSentAgain || row.looks > 0) return null;
  return { ...row, looks: row.looks + 1, ...retry(Math.min(backMs, boundMs / 3), now) };
}

function hearOfCancellation(
  link: OrderLink,
  row: TransactionRow,
  told: { stands: boolean; lookedAt: Date },
  asked: Asked,
): Heard {
  const { now, mode } = asked;
  if (!told.stands) return heard(link, gone(row, now));
  if (row.refused) return heard(link, notCancelled(row, asked, "cancelRefused"));
  const open = waitOn({ ...row, looks: 1 }, told.lookedAt, asked);
  if (open !== null) return heard(link, open);
  const halt = mode === "standard" && !row.again ? "cancelFailed" : null;
  return heard(link, { ...notCancelled(row, asked, halt), ...(halt === null ? atOnce : {}) });
}

/**
 * Takes over sales that stand under the keys of `row`, which we believed was not there. Each further sale becomes a row of its own,
 * and `decide` cancels the surplus.
 */
export function adopt(
  link: OrderLink,
  row: TransactionRow,
  found: string[],
  { now, newId }: { now: Date; newId: NewId },
): Heard {
  let own = link;
  let read: string[] = [];
  for (const transactionId of found) {
    const isKnown = own.rows.some(
      (each) => each.transactionId === transactionId && each.place?.contractId === row.place?.contractId,
    );
    if (isKnown) continue;
    const current = own.rows.find(({ id }) => id === row.id) ?? row;
    if (current.state === "sending" || current.transactionId !== null) {
      const extra = {
        ...stands(row, transactionId, now),
        id: newId(),
        cancels: 0,
        disposes: false,
        reported: false,
      };
      own = { ...own, rows: [...own.rows, { ...extra, createdAt: now }] };
    } else own = put(own, stands(current, transactionId, now));
    read = [...piecesOfSale(row.sale).keys()];
  }
  return { link: own, read };
}

/** Products of an unclear answer are read again; products of a plain one only if a reading was applied meanwhile. */
export function afterwards(
  link: OrderLink,
  rowId: string,
  now: Date,
  read: string[],
  isPlain: boolean,
): Course {
  const keep = keepOf(link);
  // A failed cancellation of a sale that is wanted again is no failure, and its planned twin is not needed.
  const own =
    keep?.state === "standing" && keep.halt !== null
      ? put(link, { ...keep, halt: null, again: false })
      : link;
  const row = own.rows.find(({ id }) => id === rowId);
  const products = row === undefined ? [] : [...piecesOfSale(row.sale).keys()];
  const isSettled =
    row !== undefined &&
    (row.state === "standing" ||
      row.state === "gone" ||
      row.halt !== null ||
      (row.state === "planned" && !link.counted));
  const counted = recount(own, now);
  return {
    link: counted.link,
    countsAgain: counted.again,
    read: [...read, ...(isSettled && !isPlain ? products : [])],
    readIfRead: isSettled && isPlain ? products : [],
    madeAt: row?.createdAt ?? null,
  };
}
