import type { FollowsWhy, Halt, LinkState } from "../kit/tables.ts";
import {
  isCallOut,
  isUnknown,
  farFuture,
  decide,
  isHere,
  isRestless,
  keepOf,
  type At,
  type OrderLink,
  type TransactionRow,
} from "./rules.ts";

type LinkWhy = FollowsWhy | Halt;

/** An order's state in Smaregi, as people and callers read it. */
export type ShownLink = { state: LinkState; why: LinkWhy | null; transactionId: string | null };

/** The link's state in one of five words, with the reason if the order is not as it should be. */
export function shownLink(link: OrderLink): ShownLink {
  const here = link.rows.filter(isHere);
  const keep = keepOf(link);
  const known = keep?.transactionId ?? link.rows.findLast((row) => row.transactionId !== null)?.transactionId;
  const at = { transactionId: known ?? null };
  const isStanding = keep?.state === "standing";
  const halted =
    here.find((row) => row !== keep && row.halt !== null) ?? here.find((row) => row.halt !== null);
  if (halted !== undefined) return { state: "failed", why: halted.halt, ...at };
  if (link.follows === "asked") return { state: "failed", why: link.why, ...at };
  if (link.follows === "off") {
    return { state: isStanding ? "registered" : "off", why: isStanding ? null : link.why, ...at };
  }
  // A failure that people were told about keeps showing while it is looked into.
  const isTold = here.some((row) => isUnknown(row) && row.reported && !row.again);
  if (isTold) return { state: "failed", why: null, ...at };
  if (isRestless(link)) return { state: "sending", why: null, ...at };
  if (isStanding) return { state: "registered", why: null, ...at };
  return { state: link.wantedKey === null ? "cancelled" : "sending", why: null, ...at };
}

/** A future call. `transactionId`: for a cancellation, if it is known. */
export type NextCall =
  | { call: "look" }
  | { call: "transactionRegister" }
  | { call: "transactionCancel"; transactionId: string | null };

/**
 * The calls that the order's link still has to make, in order: asks `decide` again and again, as if every call succeeded. If the link
 * is not live, the calls that it makes once it is.
 */
export function nextCalls(link: OrderLink, given: Where): NextCall[] {
  return foreseen(link, given).calls;
}

type Where = Pick<At, "contractId" | "storeId" | "terminalId" | "mode">;

/** The same, and where they stop early: at a transaction in a former contract, which a person must cancel. */
export function foreseen(
  link: OrderLink,
  given: Where,
): { calls: NextCall[]; leaves: TransactionRow | null } {
  const at: At = { ...given, live: true, now: farFuture };
  const calls: NextCall[] = [];
  // Calls that are out are answered first.
  let rows = link.rows.map((row) => (isCallOut(row) ? well(row) : row));
  // Each row takes a few steps at most.
  for (let left = 4 * rows.length; left > 0; left -= 1) {
    const next = decide({ ...link, rows }, at);
    if (next.do === "halt" && next.halt === "otherContract") return { calls, leaves: next.row };
    if (next.do === "nothing" || next.do === "wait" || next.do === "halt") break;
    const { row } = next;
    if (next.do === "look") calls.push({ call: "look" });
    if (next.do === "register") calls.push({ call: "transactionRegister" });
    if (next.do === "cancel") calls.push({ call: "transactionCancel", transactionId: row.transactionId });
    const after: TransactionRow =
      next.do === "drop"
        ? { ...row, state: "gone" }
        : next.do === "renew"
          ? { ...row, place: null, registers: 0 }
          : next.do === "resume"
            ? { ...row, halt: null }
            : well(row);
    rows = rows.map((each) => (each === row ? after : each));
  }
  return { calls, leaves: null };
}

/** A row after its next step, if that succeeds. */
function well(row: TransactionRow): TransactionRow {
  switch (row.state) {
    case "planned":
    case "sending":
    case "unclear":
      return { ...row, state: "standing" };
    default:
      return { ...row, state: "gone" };
  }
}
