/**
 * The anonymous shop's limits that no setting changes: the period in which orders are counted, and live streams of one
 * merchant's shop.
 */
export const shopLimits = { seconds: 60, streamsPerMerchant: 2_000 } as const;

/**
 * Live streams of a merchant's own pages and programs: no shop has that many tabs open, but a program that never closes
 * its streams reaches it.
 */
export const staffStreamsPerMerchant = 500;

/** 利用者通知 per address and minute: Smaregi sends one for a contract that begins or ends. */
export const hintsPerMinute = 60;

/** A count of orders: how many since its first one, including this one, and how many seconds it still counts. */
export type OrderCount = { orders: number; secondsLeft: number };

/** The seconds that a buyer has to wait; 0: none. A limit of 0 means no limit. */
export function secondsToWait(counts: { count: OrderCount; limit: number }[]): number {
  const over = counts.filter(({ count, limit }) => limit > 0 && count.orders > limit);
  return Math.max(0, ...over.map(({ count }) => Math.max(1, Math.ceil(count.secondsLeft))));
}
