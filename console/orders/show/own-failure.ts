import type { Order, OrderLogEntry } from "../../../src/http/api-types.ts";

/**
 * The entry of an order's log that tells of the failure which the order shows. None where it was changed while the link was off: that
 * has met nothing yet, and the last failure in the log is an older one's.
 */
export function ownFailure<Entry extends Pick<OrderLogEntry, "event">>(
  log: Entry[],
  { why }: Pick<Order["link"], "why">,
): Entry | undefined {
  if (why === "changedWhileOff") return undefined;
  return log.findLast(({ event }) => event === "registrationFailed" || event === "cancellationFailed");
}
