import type { Fact } from "../facts/fact.ts";

/** A Smaregi product that waits to be read. `notifiedAt` is set if Smaregi said that its stock changed. */
export type Signal = {
  smaregiProductId: string;
  askedAt: Date;
  notifiedAt: Date | null;
  /**
   * True if Smaregi said that it has no such product. A row of its stock then proves nothing, so the product itself is asked for,
   * too.
   */
  doubted?: boolean;
};

/** How to read: one call per product, or pages of what changed in a window, of the whole store, or of all products. */
export type ReadPlan =
  | { way: "singles" }
  | { way: "window"; from: Date; to: Date; maxPages: number }
  | { way: "fullList"; maxPages: number }
  /** Pages of all products. Shows for many products without a row whether they never moved or do not exist. */
  | { way: "products"; maxPages: number };

/** The lists that were read already, and whether to their end. */
export type Tried = Map<ReadPlan["way"], "ended" | "givenUp">;

/** Rows per page, the most that Smaregi allows. */
export const pageSize = 1000;

/** How well two clocks agree once their offset is known. What the window misses is read in another way. */
const skew = 60_000;
const day = 86_400_000;

/**
 * Plans the reads by their cost in calls: a few products one by one; many that Smaregi says changed lately by the window of their
 * changes (10,000 are 10 calls); otherwise many by the full list. A list that is longer than `maxPages` is given up, and the rest is
 * planned again by the next way. Only after the full list was read to its end does the list of all products prove anything: that a
 * product has no stock, or is gone (P3). `aheadMs`: how far Smaregi's clock, which stamps the changes, is ahead of the clock of the
 * signals and of `now`.
 */
export function planReads(signals: Signal[], now: Date, tried: Tried, aheadMs: number): ReadPlan {
  const count = signals.length;
  const times = signals.flatMap((signal) =>
    signal.notifiedAt === null ? [] : [signal.notifiedAt.getTime()],
  );
  const oldest = times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const lately = times.length * 2 > count && now.getTime() - oldest < day;
  if (count > 5 && lately && !tried.has("window")) {
    const maxPages = Math.min(count - 1, Math.ceil(count / pageSize) + 10);
    const from = new Date(oldest + aheadMs - skew);
    return { way: "window", from, to: new Date(now.getTime() + aheadMs + skew), maxPages };
  }
  if (count > 20 && !tried.has("fullList")) return { way: "fullList", maxPages: Math.ceil(count / 2) };
  if (count > 20 && tried.get("fullList") === "ended" && !tried.has("products"))
    return { way: "products", maxPages: Math.ceil(count / 2) };
  return { way: "singles" };
}

/** The times of change of the stock rows to ask for. */
export type Window = { updatedFrom: Date; updatedTo: Date };

/**
 * The window of changes to read: from two minutes before the last look (a change may show up late), at most 30 days. Null means the
 * whole store: if there was no look before, or if it was later than now (the clock was set back). `aheadMs`: how far Smaregi's clock,
 * which stamps the changes, is ahead of the clock of `last` and `now`.
 */
export function catchUpWindow(last: Date | null, now: Date, aheadMs = 0): Window | null {
  const age = last === null ? Number.POSITIVE_INFINITY : now.getTime() - last.getTime();
  if (last === null || age < 0 || age > 30 * day - 4 * skew) return null;
  const at = (time: Date, ms: number) => new Date(time.getTime() + aheadMs + ms);
  return { updatedFrom: at(last, -2 * skew), updatedTo: at(now, skew) };
}

/**
 * True if more of a burst is still to come, so that reading now would mean reading its list again for the rest: many products, and
 * the newest was asked for a moment ago, or others (`held`) are due in a moment. After a second it is read however long the burst
 * lasts, also if all products were asked for again meanwhile. `waitedMs`: how long this sync has waited already. Times in the future
 * were written before the clock was set back, and do not count.
 */
export function isBurst(signals: Signal[], held: number, now: Date, waitedMs: number): boolean {
  if (signals.length <= 20 || waitedMs >= 1_000) return false;
  const times = signals.map((signal) => signal.askedAt.getTime());
  const newest = now.getTime() - times.reduce((a, b) => Math.max(a, b));
  const oldest = now.getTime() - times.reduce((a, b) => Math.min(a, b));
  return newest >= 0 && oldest < 1_000 && (newest < 250 || held > 0);
}

/** Smaregi's answer for one product. `beganAt`: when the read began, by the database's clock. */
export type Reading = { smaregiProductId: string; beganAt: Date } & (
  | { kind: "found"; amount: number }
  | { kind: "neverMoved" }
  /** `listed`: the list of all products did not hold it. Without it, Smaregi said so about this very product. */
  | { kind: "missing"; listed?: true }
  /** `ofRow`: Smaregi answered, but this product's row could not be read. Without it, the call failed. */
  | { kind: "failed"; status: number | null; reason: Fact; ofRow?: true }
);

/** The effect of a reading on a variation's quantity. A `failed` reading still sets a blank quantity to 0 (S6). */
export type Applied =
  | { kind: "stored"; level: number; reading: number; pending: number }
  | { kind: "zeroed"; quantity: 0; reason: Fact; status: number | null }
  | { kind: "kept"; reason: Fact; status: number | null }
  | { kind: "passedOver" };

/**
 * Applies S4 to S6 and B1. `readingBeganAt`: when the newest reading that this variation took began. An older reading that comes late
 * is skipped, so the order of answers does not matter.
 */
export function applyReading(
  variation: { quantity: number | null; readingBeganAt: Date | null },
  reading: Reading,
  pending: number,
): Applied {
  if (variation.readingBeganAt !== null && variation.readingBeganAt > reading.beganAt) {
    return { kind: "passedOver" };
  }
  switch (reading.kind) {
    case "found":
      return { kind: "stored", level: reading.amount + pending, reading: reading.amount, pending };
    case "neverMoved":
      return { kind: "stored", level: pending, reading: 0, pending };
    case "missing": {
      const reason: Fact = { kind: "productGone", data: { productId: reading.smaregiProductId } };
      return { kind: "zeroed", quantity: 0, reason, status: 404 };
    }
    case "failed": {
      const { reason, status } = reading;
      return variation.quantity === null
        ? { kind: "zeroed", quantity: 0, reason, status }
        : { kind: "kept", reason, status };
    }
    default:
      return reading satisfies never;
  }
}

/**
 * B8, P3: true if so many of a merchant's synced variations with stock would become 0 at once that a wrong setting or a mistake of
 * Smaregi is likelier than a true 0: more than five and over 2 %, or all of two or more. `before`: how many fell or were held for the
 * same cause within the last hour, because a fall in small steps counts, too.
 */
export function isMassZero(zeroing: number, withStock: number, before = 0): boolean {
  if (zeroing === 0) return false;
  const all = zeroing + before;
  return (all > 5 && all * 50 > withStock + before) || (zeroing >= 2 && zeroing >= withStock);
}

/**
 * How long the assured mode waits before it tries a failed read again: from seconds to an hour, spread so that not all come at the
 * same time.
 */
export function retryDelayMs(attempts: number, random: number): number {
  const base = Math.min(2_000 * 2 ** Math.min(attempts, 12), 3_600_000);
  return Math.round(base * (0.5 + random / 2));
}
