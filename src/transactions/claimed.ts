import { gone, plan, type NewId } from "./bump.ts";
import { isCallOut, type OrderLink, type Place, type TransactionRow } from "./rules.ts";
import type { Course } from "./course.ts";
import { afterwards, atOnce, put } from "./told.ts";
import type { Halt } from "../kit/tables.ts";

/** What was out when its process died: nobody knows what came of it (B3). */
export function cutShort(link: OrderLink, now: Date, timeoutMs: number): OrderLink {
  const rows = link.rows.map((row): TransactionRow => {
    if (!isCallOut(row)) return row;
    // When it went out is not known for sure: a time limit ago at the earliest.
    const earliest = now.getTime() - timeoutMs;
    const sentAt = new Date(Math.max(earliest, Math.min(row.sentAt?.getTime() ?? 0, now.getTime())));
    const state = row.state === "sending" ? "unclear" : "cancelUnclear";
    return { ...row, state, refused: false, looks: 0, sentAt, ...atOnce };
  });
  return { ...link, rows };
}

/** The row as its call goes out, with the place that it goes to. */
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

/** The same sale as a new row: what was sent in another place keeps its own keys. */
export function renew(link: OrderLink, row: TransactionRow, at: { now: Date; newId: NewId }): OrderLink {
  return plan(put(link, gone(row, at.now)), row.sale, at);
}

/** Nothing more is done with the row by itself. */
export function halted(link: OrderLink, row: TransactionRow, halt: Halt, now: Date): Course {
  const own = put(link, { ...row, halt, settledAt: now });
  return afterwards(own, row.id, now, [], false);
}

/** What was left in a former contract goes on, now that the connection is there again. */
export function resumed(link: OrderLink, row: TransactionRow, now: Date): Course {
  return afterwards(put(link, { ...row, halt: null, ...atOnce }), row.id, now, [], false);
}

/** A row that nothing needs is gone without a call. */
export function dropped(link: OrderLink, row: TransactionRow, now: Date): Course {
  return afterwards(put(link, gone(row, now)), row.id, now, [], false);
}
