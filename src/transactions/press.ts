import type { Sale } from "../kit/tables.ts";
import { gone, plan, recount, type NewId } from "./bump.ts";
import { only, type Course } from "./course.ts";
import { adopt, atOnce, put } from "./told.ts";
import {
  isCallOut,
  isUnknown,
  isHere,
  keepOf,
  piecesOfSale,
  type OrderLink,
  type TransactionRow,
} from "./rules.ts";

type Pressing = { now: Date; newId: NewId };

/**
 * 送り直す, 反映する, スマレジに登録 (B4, P6): the order goes on by itself again. A sale that may have been sent is looked for first; the standard
 * mode allows one more try. `sale`: the order's sale now; null if cancelled.
 */
export function send(link: OrderLink, sale: Sale | null, at: Pressing): Course {
  const rows = link.rows.map((row): TransactionRow => {
    if (!isHere(row)) return row;
    const pressed = { ...row, halt: null, again: true, disposes: false, ...atOnce };
    return row.state === "planned" && row.registers > 0
      ? // Without a time of sending nothing of it is on its way, so one look is enough.
        { ...pressed, state: "unclear", refused: true, sentAt: null }
      : pressed;
  });
  const own: OrderLink = { ...link, follows: "on", why: null, rows };
  return conclude(sale === null ? own : plan(own, sale, at), at.now, []);
}

/**
 * 登録し直す (P7): Smaregi holds another sale under this row than the one we sent. The transaction is cancelled, and the order's sale goes
 * out as a new row. Null if the row is no longer the order's transaction, so that a second press cancels nothing more.
 */
export function registerAnew(link: OrderLink, rowId: string, sale: Sale, at: Pressing): Course | null {
  const row = keepOf(link);
  if (row?.id !== rowId || row.state !== "standing") return null;
  const other = { ...row, saleKey: `other than ${row.saleKey}`, halt: null, again: true };
  return conclude(plan({ ...put(link, other), follows: "on", why: null }, sale, at), at.now, []);
}

/**
 * 打消する (P1): a sale whose cancellation Smaregi refused, for example of a closed day, is taken back by a minus transaction of today.
 * Then the order goes on. Null if no cancellation was refused.
 */
export function dispose(link: OrderLink, { now }: Pick<Pressing, "now">): Course | null {
  const isRefused = ({ halt }: TransactionRow) => halt === "cancelRefused";
  if (!link.rows.some(isRefused)) return null;
  const rows = link.rows.map((row) =>
    isRefused(row) ? { ...row, halt: null, again: true, disposes: true, ...atOnce } : row,
  );
  return conclude({ ...link, follows: "on", why: null, rows }, now, []);
}

/**
 * 対応済み, スマレジで取消済み (B4): the merchant has fixed it by hand. Giving up a registration takes the order off the link; a sale cancelled by
 * hand lets the order go on. Null if a call is out or may still take effect (`boundMs` after it was sent): no one can have seen its
 * result in Smaregi yet.
 */
export function handle(
  link: OrderLink,
  sale: Sale | null,
  at: Pressing & { boundMs: number },
): Course | null {
  const mayStillCome = (row: TransactionRow) =>
    isUnknown(row) &&
    !row.refused &&
    row.sentAt !== null &&
    row.sentAt <= at.now &&
    at.now.getTime() <= row.sentAt.getTime() + at.boundMs;
  if (link.rows.some((row) => isCallOut(row) || mayStillCome(row))) return null;
  const isOpen = (row: TransactionRow) =>
    isHere(row) && (row.halt !== null || isUnknown(row) || (row.state === "planned" && row.registers > 0));
  const given = link.rows.filter(isOpen);
  const takesOff =
    link.follows === "asked" || given.some(({ state }) => state === "planned" || state === "unclear");
  const rows = link.rows.map((row) => (given.includes(row) ? gone(row, at.now) : row));
  const own: OrderLink = takesOff
    ? { ...link, rows, follows: "off", why: "handledByHand" }
    : { ...link, rows };
  const planned = own.follows === "on" && sale !== null ? plan(own, sale, at) : own;
  return conclude(
    planned,
    at.now,
    given.flatMap((row) => [...piecesOfSale(row.sale).keys()]),
  );
}

/**
 * What Smaregi's list shows about a row during a reconciliation: its own transaction, and what else stands under its keys. `of`: the
 * row before the list was read.
 */
export type Seen = {
  of: Pick<TransactionRow, "state" | "registers" | "cancels">;
  own: "stands" | "cancelled" | "notListed";
  standing: string[];
};

/** True if a call of the row was sent or answered after the list was read: the list is older and says nothing about it. */
export const hasMoved = (row: TransactionRow, { of }: Seen): boolean =>
  row.state !== of.state || row.registers !== of.registers || row.cancels !== of.cancels;

/** 差異チェック (B5): applies facts that no call has reported. `decide` corrects what is wrong. */
export function see(link: OrderLink, rowId: string, seen: Seen, at: Pressing): Course {
  const row = link.rows.find(({ id }) => id === rowId);
  if (row === undefined || hasMoved(row, seen)) return only(link);
  let own = link;
  let read: string[] = [];
  if (row.state === "standing" && seen.own !== "stands") {
    const isKept = keepOf(link)?.id === row.id;
    own = put(own, gone(row, at.now));
    if (isKept) {
      const why = seen.own === "cancelled" ? "cancelledAtTill" : "transactionGone";
      own = { ...own, follows: "asked", why };
    }
    read = [...piecesOfSale(row.sale).keys()];
  }
  if (["gone", "planned", "standing"].includes(row.state) && seen.standing.length > 0) {
    const heard = adopt(own, row, seen.standing, at);
    own = heard.link;
    read = [...read, ...heard.read];
  }
  return conclude(own, at.now, read);
}

function conclude(link: OrderLink, now: Date, read: string[]): Course {
  const counted = recount(link, now);
  return { ...only(counted.link), countsAgain: counted.again, read };
}
