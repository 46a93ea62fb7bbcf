import type { Fact } from "../facts/fact.ts";

/** A Smaregi product that waits to be read; `notifiedAt` where Smaregi said that its stock changed. */
export type Signal = {
  smaregiProductId: string;
  askedAt: Date;
  notifiedAt: Date | null;
  /** Smaregi said that it has no such product: a row of its stock proves nothing, and the product is asked for, too. */
  doubted?: boolean;
};

/** How to read: one call a product, or pages of what changed in a window, or of the whole store, or of all products. */
export type ReadPlan =
  | { way: "singles" }
  | { way: "window"; from: Date; to: Date; maxPages: number }
  | { way: "fullList"; maxPages: number }
  /** Pages of all products: tells of many without stock whether they never moved or do not exist. */
  | { way: "products"; maxPages: number };

/** The lists that were read already, and whether to their end. */
export type Tried = Map<ReadPlan["way"], "ended" | "givenUp">;

/** Rows a page, Smaregi's largest. */
export const pageSize = 1000;

/** Two clocks agree to this much, once their offset is known; what the window misses is read in another way. */
const skew = 60_000;
const day = 86_400_000;

/**
 * Plans the reads by their cost in calls: few products singly; many that Smaregi says changed lately by
 * the window of their changes (10,000 are 10 calls); else many by the full list. A list that turns out longer
 * than `maxPages` is given up, and the rest is planned again by the next way. Only after the full list was read to its end
 * does the list of all products say something: that a product has no stock, or is gone (P3). `aheadMs`: so far Smaregi's
 * clock, by which it stamps changes, is ahead of the one of the signals and `now`.
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

/** When a row of the stock was changed, as Smaregi's list is asked for it. */
export type Window = { updatedFrom: Date; updatedTo: Date };

/**
 * The window of changes to look through: from two minutes before the last look (a change may show late), at most
 * 30 days; null, which is all of the store, where there was none, or it was later than now (the clock was set back).
 * `aheadMs`: so far Smaregi's clock, by which it stamps changes, is ahead of the one of `last` and `now`.
 */
export function catchUpWindow(last: Date | null, now: Date, aheadMs = 0): Window | null {
  const age = last === null ? Number.POSITIVE_INFINITY : now.getTime() - last.getTime();
  if (last === null || age < 0 || age > 30 * day - 4 * skew) return null;
  const at = (time: Date, ms: number) => new Date(time.getTime() + aheadMs + ms);
  return { updatedFrom: at(last, -2 * skew), updatedTo: at(now, skew) };
}

/**
 * Whether more of a burst is still to come, so that reading now would mean reading its list again for the rest:
 * many products, and the newest asked for a moment ago, or others (`held`) that are due in a moment. After a second
 * it is read however long it lasts: also where all were asked for again meanwhile (`waitedMs`: how long this sync has held
 * back). Times to come were written before the clock was set back.
 */
export function isBurst(signals: Signal[], held: number, now: Date, waitedMs: number): boolean {
  if (signals.length <= 20 || waitedMs >= 1_000) return false;
  const times = signals.map((signal) => signal.askedAt.getTime());
  const newest = now.getTime() - times.reduce((a, b) => Math.max(a, b));
  const oldest = now.getTime() - times.reduce((a, b) => Math.min(a, b));
  return newest >= 0 && oldest < 1_000 && (newest < 250 || held > 0);
}

/** What Smaregi answered for one product. `beganAt`: when the read was begun, by the database's clock. */
export type Reading = { smaregiProductId: string; beganAt: Date } & (
  | { kind: "found"; amount: number }
  | { kind: "neverMoved" }
  /** `listed`: the list of all products did not hold it; without, Smaregi said so of this very product. */
  | { kind: "missing"; listed?: true }
  /** `ofRow`: Smaregi answered, and this product's row could not be read; without, the call failed. */
  | { kind: "failed"; status: number | null; reason: Fact; ofRow?: true }
);

/** What a reading makes of a variation's quantity. `failed` with a blank quantity still sets 0 (S6). */
export type Applied =
  | { kind: "stored"; level: number; reading: number; pending: number }
  | { kind: "zeroed"; quantity: 0; reason: Fact; status: number | null }
  | { kind: "kept"; reason: Fact; status: number | null }
  | { kind: "passedOver" };

/**
 * S4 to S6 and B1. `readingBeganAt`: the begin of the newest reading that this variation took; an older one
 * that comes late is passed over, so the order of answers does not matter.
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
 * B8, P3: true if so many of a merchant's synced variations with stock would become 0 at once that a wrong setting, or a
 * slip of Smaregi, is likelier than that it is so: more than five and over 2 %, or all of two or more. `before`: how many
 * fell, or were held, for the same want within the last hour: a fall by drops is one as well.
 */
export function isMassZero(zeroing: number, withStock: number, before = 0): boolean {
  if (zeroing === 0) return false;
  const all = zeroing + before;
  return (all > 5 && all * 50 > withStock + before) || (zeroing >= 2 && zeroing >= withStock);
}

/** When a read that failed in the assured mode is tried again: from seconds to an hour, never at the same time for all. */
export function retryDelayMs(attempts: number, random: number): number {
  const base = Math.min(2_000 * 2 ** Math.min(attempts, 12), 3_600_000);
  return Math.round(base * (0.5 + random / 2));
}
