import type { LinkState, Mode, OperationState } from "../kit/tables.ts";

/** A step of an order in Smaregi, as far as showing how the order stands there needs it. */
export type LinkStep = {
  kind: "register" | "cancel";
  state: OperationState;
  transactionId: string | null;
  reported: boolean;
  /** The merchant has asked for it anew: it is on its way again. */
  resend: boolean;
};

/** How the order stands in Smaregi (`steps` in their sequence): the newest step that was not dropped tells. */
export function linkOf(steps: LinkStep[]): { state: LinkState; transactionId: string | null } {
  const kept = steps.filter((step) => step.state !== "dropped");
  const last = kept.at(-1);
  if (last === undefined) return { state: steps.length > 0 ? "cancelled" : "off", transactionId: null };
  const registered = kept.findLast((step) => step.transactionId !== null);
  return { state: stateOf(kept, last), transactionId: registered?.transactionId ?? null };
}

function stateOf(steps: LinkStep[], last: LinkStep): LinkState {
  // A failure that people were told of shows as one, even while it is still being looked into.
  if (steps.some((step) => step.state === "unclear" && step.reported && !step.resend)) return "failed";
  if (
    steps.some((step) => step.state === "waiting" || step.state === "sending" || step.state === "unclear")
  ) {
    return "sending";
  }
  if (last.state === "failed") return "failed";
  return last.kind === "register" ? "registered" : "cancelled";
}

/**
 * Whether calls may be made for the merchant's work now: not for one in the assured mode whose Smaregi is in maintenance. The
 * work waits, and is due when Smaregi answers again (B2).
 */
export function mayCall<Live extends { mode: Mode; pausedSince: Date | null }>(
  connection: Live | null,
): connection is Live {
  return connection !== null && (connection.mode === "standard" || connection.pausedSince === null);
}
