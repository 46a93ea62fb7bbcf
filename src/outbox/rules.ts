/** What the outside is told of, as `GET /events/feed` and webhooks name it. */
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

/** Entries of an order's log that others are told of; all else is the shop's own. */
const orderEvents: Record<string, EventType> = {
  placed: "order.placed",
  edited: "order.edited",
  cancelled: "order.cancelled",
  transactionRegistered: "order.registered",
  registrationFailed: "order.failed",
  cancellationFailed: "order.failed",
};

/** Returns what an entry of an order's log is to the outside; null: nothing. */
export const eventOfLog = (event: string): EventType | null => orderEvents[event] ?? null;

/** Events are kept so long for whoever reads the feed. */
export const keptDays = 30;

/** The longest that anything to be sent is put off, in seconds: until quiet hours are over, or by a wait between tries. */
export const longestWait = (waits: number[]): number => Math.max(86_400, ...waits);
