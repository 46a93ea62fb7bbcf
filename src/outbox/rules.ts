/** The events for the outside, by the names in `GET /events/feed` and in webhooks. */
export const eventTypes = [
  "order.placed",
  "order.edited",
  "order.cancelled",
  "order.registered",
  "order.failed",
  "stock.changed",
  "product.saved",
  "incident.opened",
  "incident.closed",
  "incident.updated",
] as const;
export type EventType = (typeof eventTypes)[number];

/** Entries of an order's log that are sent outside; all others are the shop's own. */
const orderEvents: Record<string, EventType> = {
  placed: "order.placed",
  edited: "order.edited",
  cancelled: "order.cancelled",
  transactionRegistered: "order.registered",
  registrationFailed: "order.failed",
  cancellationFailed: "order.failed",
};

/** Returns the outside's event for an entry of an order's log; null if there is none. */
export const eventOfLog = (event: string): EventType | null => orderEvents[event] ?? null;

/** Events are kept for so many days for readers of the feed. */
export const keptDays = 30;

/** The longest time, in seconds, that anything is put off: to the end of quiet hours, or by a wait between tries. */
export const longestWait = (waits: number[]): number => Math.max(86_400, ...waits);
