import type { OffWhy, ReceiverKind } from "../../kit/tables.ts";

/** What became of one try. `refused`: the receiver does not want it; `failed`: it could not be asked, or is not well. */
export type Outcome =
  | { kind: "ok"; status?: number }
  /** What it was to tell is not kept any more: nobody was asked. */
  | { kind: "expired"; status?: number; error: string }
  | { kind: "gone"; status?: number; error: string }
  | { kind: "refused"; status?: number; error: string }
  | { kind: "busy"; status?: number; error: string; retryAfterSeconds: number | null }
  | { kind: "failed"; status?: number; error: string };

/** Chats whose hooks are gone for good with a 404. */
const goneAt404: ReceiverKind[] = ["slack", "discord", "googleChat", "lineWorks"];

/** What an HTTP status means. 408 and 425 are no refusals; a redirect is not followed. */
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

/** Refusals in a row after which a receiver is taken for dead. */
export const enoughRefusals = 3;

type Receiver = { failures: number; refusals: number };
type After = {
  delivery: { state: "sent" | "waiting" | "failed"; afterSeconds: number };
  receiver: Receiver & { off?: OffWhy };
};

/** The longest that a receiver may ask for with Retry-After, in seconds. */
const longestAsked = 3_600;

/**
 * What a try leads to: sent; again after the wait of `waits` (seconds) that comes next; or given up after the last. A receiver goes
 * off where it says that it is gone, refuses `enoughRefusals` in a row, or was never well again until a delivery was given up.
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
  // It stays waiting: switched on again, the receiver gets it.
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

/** How many things are tried one after the other before a receiver as a whole is let rest. */
export const enoughHeads = 3;

/** Whether so many incidents go to people in one message: many at once, or what quiet hours held back. */
export const isDigest = (incidents: number, isAfterQuiet: boolean): boolean =>
  incidents >= (isAfterQuiet ? 2 : 5);
