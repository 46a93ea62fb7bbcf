import type { Order, OrderLogEntry } from "../../../src/http/api-types.ts";

/**
 * The entry of an order's log about the failure that the order shows. None if the order was changed while the link was off: nothing
 * was sent then, and the last failure in the log is an older one.
 */
export function ownFailure<Entry extends Pick<OrderLogEntry, "event">>(
  log: Entry[],
  { why }: Pick<Order["link"], "why">,
): Entry | undefined {
  if (why === "changedWhileOff") return undefined;
  return log.findLast(({ event }) => event === "registrationFailed" || event === "cancellationFailed");
}
