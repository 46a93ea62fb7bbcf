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
 * 送り直す, 反映する, スマレジに登録 (B4, P6): the order goes on by itself again. What may have been sent is looked for
 * first; one more try is allowed in the standard mode. `sale`: the order as it is now; null: cancelled.
 */
export function send(link: OrderLink, sale: Sale | null, at: Pressing): Course {
  const rows = link.rows.map((row): TransactionRow => {
    if (!isHere(row)) return row;
    const pressed = { ...row, halt: null, again: true, disposes: false, ...atOnce };
    return row.state === "planned" && row.registers > 0
      ? // Nothing of it is on its way any more, which its missing time says: one look tells at once.
        { ...pressed, state: "unclear", refused: true, sentAt: null }
      : pressed;
  });
  const own: OrderLink = { ...link, follows: "on", why: null, rows };
  return conclude(sale === null ? own : plan(own, sale, at), at.now, []);
}

/**
 * 登録し直す (P7): what stands under this row is not the sale that it was sent as. It is cancelled, and the order's sale goes out
 * as a new row. Null: the row is not what the order stands by any more, so a press that comes twice cancels nothing more.
 */
export function registerAnew(link: OrderLink, rowId: string, sale: Sale, at: Pressing): Course | null {
  const row = keepOf(link);
  if (row?.id !== rowId || row.state !== "standing") return null;
  const other = { ...row, saleKey: `other than ${row.saleKey}`, halt: null, again: true };
  return conclude(plan({ ...put(link, other), follows: "on", why: null }, sale, at), at.now, []);
}

/**
 * 打消する (P1): what Smaregi refused to cancel, as a sale of a closed day, is taken back by a minus transaction of today. What the
 * order wants then goes on. Null: nothing of it was refused.
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
 * 対応済み, スマレジで取消済み (B4): the merchant has put the thing right by hand. A registration that is given up takes the
 * order off the link; a sale that was cancelled by hand lets it go on. Null: a call is out, or may still take effect (`boundMs`
 * after it was sent): nobody can have seen in Smaregi yet what came of it.
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
 * What Smaregi's list shows of a row, seen by a reconciliation: its own transaction, and what else stands under its keys.
 * `of`: the row as it was before the list was read.
 */
export type Seen = {
  of: Pick<TransactionRow, "state" | "registers" | "cancels">;
  own: "stands" | "cancelled" | "notListed";
  standing: string[];
};

/** Whether a call of the row was answered, or went out, since the list was read: the list is older, and tells nothing of it. */
export const hasMoved = (row: TransactionRow, { of }: Seen): boolean =>
  row.state !== of.state || row.registers !== of.registers || row.cancels !== of.cancels;

/** 差異チェック (B5): facts that no call has told. What should not be so is `decide`'s to mend. */
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
