import type { TransactionRow } from "../../src/transactions/rules.ts";
import type { Told } from "../../src/transactions/told.ts";
import type { Call, Cart, Met } from "./cart.ts";
import { fullWait, ticksInMs, timeLimit } from "./clock.ts";
import type { Verdict } from "./smaregi.ts";

/**
 * What may happen to a write. `late`: booked after its time limit, within the full wait. `tooLate`: booked after the full
 * wait, which no product can handle completely. An answer from someone else (a gateway) is no answer, so it is the same as
 * `lost` and `late`.
 */
export const faults = ["done", "refused", "notSent", "doneUnanswered", "lost", "late"] as const;
export type Fault = (typeof faults)[number] | "tooLate";

/** Sends a call's first byte, and lets the fault happen to it. */
export function sendCall(cart: Cart, call: Call, fault: Fault, delay: number): void {
  const { clock, smaregi } = cart;
  call.sentAt = clock.now();
  if (call.what === "look") {
    call.order.looks += 1;
    call.met = fault === "done" ? look(cart, call) : { call: "look", kind: "failed" };
    return;
  }
  const { what, row, order } = call;
  if (what === "register" && hasWaited(cart, row)) {
    const told = salesOf(cart, call);
    if (told.standing.length + told.cancelled.length > 0) {
      call.met = { call: what, ...told };
      return;
    }
  }
  const place = row.place ?? cart.place;
  const act = (): Verdict =>
    what === "register"
      ? smaregi.book({ place, key: row.id, order: order.id, sale: row.sale })
      : smaregi.cancel(place.contractId, row.transactionId ?? "", row.disposes);
  const actAt = (tick: number) => cart.late.push({ tick, act });
  if (fault !== "notSent") order.writes += 1;
  switch (fault) {
    case "done": {
      const verdict = act();
      call.met =
        verdict.kind === "refused"
          ? { call: what, kind: "refused" }
          : what === "cancel"
            ? { call: what, kind: "done" }
            : { call: what, kind: "done", transactionId: verdict.transactionId };
      return;
    }
    case "refused":
    case "notSent":
      call.met = { call: what, kind: fault };
      return;
    case "doneUnanswered":
      act();
      break;
    case "late": {
      // The full wait counts from the claim, or from the last check that the call may go.
      const last = clock.tickOf(order.link.rows.find(({ id }) => id === row.id)?.sentAt ?? call.sentAt);
      actAt(Math.min(clock.ticks + delay, last + fullWait));
      break;
    }
    case "tooLate":
      actAt(clock.ticks + fullWait + 10 + delay);
      order.isBookedTooLate = true;
      cart.hadTooLate = true;
      break;
    case "lost":
      break;
    default:
      fault satisfies never;
  }
  call.met = { kind: "noWord" };
}

/** The result of a call, in the product's words; the time is the moment when it is read. */
export function toldBy(cart: Cart, { what, met, sentAt }: Call): Told | null {
  if (met === null) return null;
  if (met.kind !== "noWord") return met;
  const agoMs = cart.clock.last().getTime() - (sentAt?.getTime() ?? 0);
  return { call: what as "register" | "cancel", kind: "unclear", agoMs };
}

/** A registration that goes out long after its row was made is looked for before its first byte (`act.ts`). */
const hasWaited = ({ clock }: Cart, { createdAt }: TransactionRow): boolean =>
  clock.ticks - clock.tickOf(createdAt) > 2 * fullWait;

function salesOf({ smaregi }: Cart, { row, claimedAt: lookedAt }: Call) {
  const found = smaregi.under(row.place?.contractId ?? "", row.id);
  const ids = (cancelled: boolean) =>
    found.filter((each) => each.cancelled === cancelled).map(({ id }) => id);
  return { kind: "sales" as const, standing: ids(false), cancelled: ids(true), lookedAt };
}

function look(cart: Cart, call: Call): Met {
  const { smaregi } = cart;
  const { row, claimedAt: lookedAt } = call;
  const contractId = row.place?.contractId ?? "";
  if (row.state === "cancelUnclear") {
    const own = smaregi.find(contractId, row.transactionId);
    const stands = own !== undefined && !own.cancelled;
    return { call: "look", kind: "transaction", stands, lookedAt };
  }
  return { call: "look", ...salesOf(cart, call) };
}

/** The product checks that a call is still its own only if it had to wait: the full wait covers a call that goes at once. */
export const hadToWait = (cart: Cart, call: Call): boolean =>
  cart.clock.ticks - cart.clock.tickOf(call.claimedAt) >= timeLimit / 4;

export const fullWaitMs = ticksInMs(fullWait);
