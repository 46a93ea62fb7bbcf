import type { OffWhy, ReceiverKind } from "../../kit/tables.ts";

/** The result of one try. `refused`: the receiver does not want it; `failed`: the receiver could not be reached, or has a problem. */
export type Outcome =
  | { kind: "ok"; status?: number }
  /** The event is no longer stored: no one was asked. */
  | { kind: "expired"; status?: number; error: string }
  | { kind: "gone"; status?: number; error: string }
  | { kind: "refused"; status?: number; error: string }
  | { kind: "busy"; status?: number; error: string; retryAfterSeconds: number | null }
  | { kind: "failed"; status?: number; error: string };

/** Chats that answer 404 when a hook is gone for good. */
const goneAt404: ReceiverKind[] = ["slack", "discord", "googleChat", "lineWorks"];

/** The meaning of an HTTP status. 408 and 425 are no refusals; redirects are not followed. */
export function outcomeOf(kind: ReceiverKind, status: number, retryAfter: string | null): Outcome {
  const error = `HTTP ${status}`;
  if (status >= 200 && status < 300) return { kind: "ok", status };
  if (status === 410 || (status === 404 && goneAt404.includes(kind))) return { kind: "gone", status, error };
  if (status === 429) {
    const seconds = Number(retryAfter ?? Number.NaN);
    return { kind: "busy", status, error, retryAfterSeconds: Number.isFinite(seconds) ? seconds : null };
  }
  if (status >= 400 && status < 500 && status !== 408 && status !== 425)
    return { kind: "refused", status, error };
  return { kind: "failed", status, error };
}

/** After this many refusals in a row a receiver counts as dead. */
export const enoughRefusals = 3;

type Receiver = { failures: number; refusals: number };
type After = {
  delivery: { state: "sent" | "waiting" | "failed"; afterSeconds: number };
  receiver: Receiver & { off?: OffWhy };
};

/** The longest wait, in seconds, that a receiver may ask for with Retry-After. */
const longestAsked = 3_600;

/**
 * The consequence of a try: sent; tried again after the next wait of `waits` (seconds); or given up after the last. A receiver goes
 * off if it says that it is gone, refuses `enoughRefusals` times in a row, or was never well again until a delivery was given up.
 */
export function afterTry(
  outcome: Outcome,
  { tries, waits, receiver }: { tries: number; waits: number[]; receiver: Receiver },
): After {
  if (outcome.kind === "ok")
    return { delivery: { state: "sent", afterSeconds: 0 }, receiver: { failures: 0, refusals: 0 } };
  if (outcome.kind === "expired") return { delivery: { state: "failed", afterSeconds: 0 }, receiver };
  const failures = receiver.failures + 1;
  const refusals = outcome.kind === "refused" ? receiver.refusals + 1 : 0;
  const own = { failures, refusals };
  const wait = waits[tries - 1];
  // It keeps waiting: once the receiver is on again, it gets it.
  if (outcome.kind === "gone" || refusals >= enoughRefusals)
    return {
      delivery: { state: "waiting", afterSeconds: 0 },
      receiver: { ...own, off: outcome.kind === "gone" ? "gone" : "refused" },
    };
  if (wait === undefined) {
    const isDown = failures >= tries;
    return isDown
      ? { delivery: { state: "waiting", afterSeconds: 0 }, receiver: { ...own, off: "givenUp" } }
      : { delivery: { state: "failed", afterSeconds: 0 }, receiver: own };
  }
  const asked = outcome.kind === "busy" ? Math.min(outcome.retryAfterSeconds ?? 0, longestAsked) : 0;
  return { delivery: { state: "waiting", afterSeconds: Math.max(wait, asked) }, receiver: own };
}

/** How many things are tried before a receiver as a whole is given a rest. */
export const enoughHeads = 3;

/** True if these incidents go to people in one message: many at once, or those that quiet hours held back. */
export const isDigest = (incidents: number, isAfterQuiet: boolean): boolean =>
  incidents >= (isAfterQuiet ? 2 : 5);
