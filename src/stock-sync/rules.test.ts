import { describe, expect, it } from "vitest";
import {
  applyReading,
  catchUpWindow,
  isBurst,
  isMassZero,
  pageSize,
  planReads,
  retryDelayMs,
  type Reading,
  type ReadPlan,
  type Signal,
} from "./rules.ts";

const now = new Date("2026-11-24T09:00:00+09:00");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const signals = (count: number, notifiedAt: Date | null): Signal[] =>
  Array.from({ length: count }, (_, index) => ({
    smaregiProductId: String(index),
    askedAt: now,
    notifiedAt,
  }));

describe("planning the reads by their cost in calls", () => {
  it("reads a few singly, many that changed lately by their window, others by the full list", () => {
    expect(planReads(signals(5, ago(1)), now, new Map(), 0)).toEqual({ way: "singles" });
    expect(planReads(signals(10_000, ago(1)), now, new Map(), 0)).toMatchObject({
      way: "window",
      from: ago(61),
      to: ago(-60),
    });
    expect(planReads(signals(5_000, null), now, new Map(), 0)).toMatchObject({
      way: "fullList",
      maxPages: 2500,
    });
    expect(planReads(signals(20, null), now, new Map(), 0)).toEqual({ way: "singles" });
  });

  it("reads few of a window's pages: as many as there can be, ten more at the most, and fewer than products", () => {
    expect(planReads(signals(6, ago(1)), now, new Map(), 0)).toMatchObject({ way: "window", maxPages: 5 });
    expect(planReads(signals(10_001, ago(1)), now, new Map(), 0)).toMatchObject({ maxPages: 21 });
    expect(planReads(signals(21, null), now, new Map(), 0)).toEqual({ way: "fullList", maxPages: 11 });
    expect(planReads(signals(21, null), now, new Map([["fullList", "ended"]] as const), 0)).toEqual({
      way: "products",
      maxPages: 11,
    });
    expect(planReads(signals(20, null), now, new Map([["fullList", "ended"]] as const), 0).way).toBe(
      "singles",
    );
    expect(pageSize).toBe(1000);
  });

  it("a window begins with the oldest change; it is for where most of the changes are known and of the last day", () => {
    const mixed = [...signals(6, ago(1)), ...signals(5, null), ...signals(1, ago(500))];
    expect(planReads(mixed, now, new Map(), 0)).toMatchObject({
      way: "window",
      from: ago(560),
      to: ago(-60),
    });
    expect(planReads([...signals(6, ago(1)), ...signals(6, null)], now, new Map(), 0).way).toBe("singles");
    const day = 86_400;
    expect(planReads(signals(6, ago(day - 1)), now, new Map(), 0).way).toBe("window");
    expect(planReads(signals(6, ago(day)), now, new Map(), 0).way).toBe("singles");
    expect(planReads([...signals(6, ago(1)), ...signals(1, ago(day))], now, new Map(), 0).way).toBe(
      "singles",
    );
  });

  it("never tries the same list twice, and ends with singles", () => {
    const after = (...tried: [ReadPlan["way"], "ended" | "givenUp"][]) =>
      planReads(signals(100, ago(1)), now, new Map(tried), 0).way;
    expect(after(["window", "ended"])).toBe("fullList");
    expect(after(["window", "ended"], ["fullList", "ended"])).toBe("products");
    expect(after(["window", "ended"], ["fullList", "ended"], ["products", "ended"])).toBe("singles");
  });

  it("P3: a full list that was given up says nothing of what it did not hold: that is read singly", () => {
    const tried = new Map([["fullList", "givenUp"]] as const);
    expect(planReads(signals(100, null), now, tried, 0)).toEqual({ way: "singles" });
  });

  it("asks for a window by Smaregi's clock, which stamps the changes", () => {
    const window = { from: ago(61 - 600), to: ago(-60 - 600) };
    expect(planReads(signals(10_000, ago(1)), now, new Map(), 600_000)).toMatchObject(window);
  });

  it("waits for a burst to come in, and for those of it that were read a moment ago, but not for ever", () => {
    const asked = (count: number, seconds: number) =>
      signals(count, null).map((signal) => ({ ...signal, askedAt: ago(seconds) }));
    expect(isBurst(asked(20, 0.1), 5, now, 0)).toBe(false);
    expect(isBurst(asked(21, 0.1), 0, now, 0)).toBe(true);
    expect(isBurst(asked(21, 0.3), 0, now, 0)).toBe(false);
    expect(isBurst(asked(21, 0.3), 1, now, 0)).toBe(true);
    expect(isBurst([...asked(21, 0.1), ...asked(1, 1.1)], 1, now, 0)).toBe(false);
    expect(isBurst([...asked(21, 0.1), ...asked(1, 1)], 1, now, 0)).toBe(false);
    expect(isBurst([...asked(21, 0.1), ...asked(1, 0.9)], 1, now, 0)).toBe(true);
    expect(isBurst([...asked(21, 0.5), ...asked(1, 0.2)], 0, now, 0)).toBe(true);
    expect(isBurst(asked(21, 0.25), 0, now, 0)).toBe(false);
    // All were asked for again just now, and again: a lasting burst holds a sync for one second at most.
    expect(isBurst(asked(21, 0.1), 1, now, 999)).toBe(true);
    expect(isBurst(asked(21, 0.1), 1, now, 1_000)).toBe(false);
    // Asked for an hour ahead: the clock was set back.
    expect(isBurst(asked(21, -3_600), 1, now, 0)).toBe(false);
  });

  it("asks for no window above 31 days when it catches up", () => {
    expect(catchUpWindow(null, now)).toBeNull();
    expect(catchUpWindow(ago(40 * 86_400), now)).toBeNull();
    const window = catchUpWindow(ago(29 * 86_400), now);
    expect(catchUpWindow(ago(3600), now)).toEqual({ updatedFrom: ago(3600 + 120), updatedTo: ago(-60) });
    expect(catchUpWindow(ago(30 * 86_400 - 240), now)).not.toBeNull();
    // The last look is in the future: the clock was set back.
    expect(catchUpWindow(ago(-1), now)).toBeNull();
    expect(catchUpWindow(now, now)).toEqual({ updatedFrom: ago(120), updatedTo: ago(-60) });
    // Smaregi's clock is ten seconds ahead, or behind.
    expect(catchUpWindow(ago(3600), now, 10_000)).toEqual({ updatedFrom: ago(3710), updatedTo: ago(-70) });
    expect(catchUpWindow(ago(3600), now, -10_000)).toEqual({ updatedFrom: ago(3730), updatedTo: ago(-50) });
    expect(catchUpWindow(ago(30 * 86_400 - 239), now)).toBeNull();
    expect((window?.updatedTo.getTime() ?? 0) - (window?.updatedFrom.getTime() ?? 0)).toBeLessThan(
      31 * 86_400_000,
    );
  });
});

describe("S4 to S6: applying a reading", () => {
  const at = { smaregiProductId: "8000001", beganAt: now };
  const found = (amount: number): Reading => ({ ...at, kind: "found", amount });
  const fresh = { quantity: 10, readingBeganAt: null };

  it("stores reading and pending, as the number before it is clamped", () => {
    expect(applyReading(fresh, found(7), -2)).toEqual({
      kind: "stored",
      level: 5,
      reading: 7,
      pending: -2,
    });
    expect(applyReading(fresh, found(1), -2)).toMatchObject({ level: -1 });
    expect(applyReading(fresh, found(-1), 0)).toMatchObject({ level: -1, reading: -1 });
    expect(applyReading(fresh, found(1_000_000), 0)).toMatchObject({ level: 1_000_000 });
    expect(applyReading(fresh, { ...at, kind: "neverMoved" }, 0)).toMatchObject({
      kind: "stored",
      level: 0,
    });
  });

  it("passes over a reading that began before the one that was applied", () => {
    expect(applyReading({ quantity: 3, readingBeganAt: ago(-1) }, found(7), 0)).toEqual({
      kind: "passedOver",
    });
    expect(applyReading({ quantity: 3, readingBeganAt: ago(1) }, found(7), 0)).toMatchObject({
      kind: "stored",
    });
  });

  it("S5: a missing product is 0; S6: another failure keeps the quantity, and a blank one becomes 0", () => {
    const met = { kind: "silent" as const, data: {} };
    const failed: Reading = { ...at, kind: "failed", status: 503, reason: met };
    const reason = { kind: "productGone", data: { productId: "8000001" } };
    expect(applyReading(fresh, { ...at, kind: "missing" }, 0)).toEqual({
      kind: "zeroed",
      quantity: 0,
      reason,
      status: 404,
    });
    expect(applyReading(fresh, failed, 0)).toEqual({ kind: "kept", reason: met, status: 503 });
    expect(applyReading({ quantity: null, readingBeganAt: null }, failed, 0)).toEqual({
      kind: "zeroed",
      quantity: 0,
      reason: met,
      status: 503,
    });
  });

  it("takes a reading that began at the same moment", () => {
    expect(applyReading({ quantity: 3, readingBeganAt: now }, found(7), 0)).toMatchObject({ kind: "stored" });
  });

  it("a product that never moved has 0 less what orders still take", () => {
    expect(applyReading(fresh, { ...at, kind: "neverMoved" }, -2)).toEqual({
      kind: "stored",
      level: -2,
      reading: 0,
      pending: -2,
    });
  });
});

it("a read that failed is tried again after one to two seconds, each time after twice as long, at the most an hour", () => {
  expect([0, 1, 2, 10, 11, 12, 1_000].map((attempts) => retryDelayMs(attempts, 1))).toEqual([
    2_000, 4_000, 8_000, 2_048_000, 3_600_000, 3_600_000, 3_600_000,
  ]);
  expect([retryDelayMs(0, 0), retryDelayMs(0, 0.5), retryDelayMs(12, 0)]).toEqual([1_000, 1_500, 1_800_000]);
});

describe("B8, P3: how many may fall to 0 at once", () => {
  it.each([
    ["none of none is no mass", 0, 0, 0, false],
    ["the only one falls", 1, 1, 0, false],
    ["all of two are asked about", 2, 2, 0, true],
    ["five of 200 fall", 5, 200, 0, false],
    ["six of 200 are over 2 %", 6, 200, 0, true],
    ["six of 300 are 2 %, and fall", 6, 300, 0, false],
    ["six of 299 are over 2 %", 6, 299, 0, true],
    ["the sixth within an hour is asked about, though it comes alone", 1, 195, 5, true],
    ["the second of two that fall one by one falls", 1, 1, 1, false],
  ])("%s", (_, zeroing, withStock, before, isMass) => {
    expect(isMassZero(zeroing, withStock, before)).toBe(isMass);
  });
});
