import { gone, plan, type NewId } from "./bump.ts";
import { isCallOut, type OrderLink, type Place, type TransactionRow } from "./rules.ts";
import type { Course } from "./course.ts";
import { afterwards, atOnce, put } from "./told.ts";
import type { Halt } from "../kit/tables.ts";

/** Marks calls that were out when their process died: their result is unknown (B3). */
export function cutShort(link: OrderLink, now: Date, timeoutMs: number): OrderLink {
  const rows = link.rows.map((row): TransactionRow => {
    if (!isCallOut(row)) return row;
    // The exact time of sending is unknown: one time limit ago at the earliest.
    const earliest = now.getTime() - timeoutMs;
    const sentAt = new Date(Math.max(earliest, Math.min(row.sentAt?.getTime() ?? 0, now.getTime())));
    const state = row.state === "sending" ? "unclear" : "cancelUnclear";
    return { ...row, state, refused: false, looks: 0, sentAt, ...atOnce };
  });
  return { ...link, rows };
}

/** The row as its call goes out, with the place that the call goes to. */
export function goingOut(
  row: TransactionRow,
  call: "register" | "cancel",
  place: Place,
  now: Date,
): TransactionRow {
  const out = { sentAt: now, again: false, refused: false, looks: 0, ...atOnce };
  if (call === "cancel") return { ...row, ...out, state: "cancelling", cancels: row.cancels + 1 };
  return {
    ...row,
    ...out,
    state: "sending",
    place: row.place ?? place,
    registers: row.registers + 1,
  };
}

/** The same sale as a new row: a row that was sent in another place keeps its keys. */
export function renew(link: OrderLink, row: TransactionRow, at: { now: Date; newId: NewId }): OrderLink {
  return plan(put(link, gone(row, at.now)), row.sale, at);
}

/** Halts the row: nothing more happens to it by itself. */
export function halted(link: OrderLink, row: TransactionRow, halt: Halt, now: Date): Course {
  const own = put(link, { ...row, halt, settledAt: now });
  return afterwards(own, row.id, now, [], false);
}

/** Resumes a row that was left in a former contract, because the connection is back there. */
export function resumed(link: OrderLink, row: TransactionRow, now: Date): Course {
  return afterwards(put(link, { ...row, halt: null, ...atOnce }), row.id, now, [], false);
}

/** Drops a row that nothing needs, without a call. */
export function dropped(link: OrderLink, row: TransactionRow, now: Date): Course {
  return afterwards(put(link, gone(row, now)), row.id, now, [], false);
}
