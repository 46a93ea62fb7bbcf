import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateOf, dayAfter, nextDate, today, type Every } from "./rules.ts";

const month = (count: number): Every => ({ unit: "month", count });
const week = (count: number): Every => ({ unit: "week", count });

describe("O1: the dates of a plan", () => {
  it.each([
    ["2026-01-31", month(1), ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]],
    ["2028-01-31", month(1), ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]],
    ["2026-12-15", month(2), ["2026-12-15", "2027-02-15", "2027-04-15", "2027-06-15"]],
    ["2026-12-29", week(1), ["2026-12-29", "2027-01-05", "2027-01-12", "2027-01-19"]],
    ["2024-02-29", month(12), ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28"]],
  ])("from %s, every %o", (firstOn, every, dates) => {
    expect(dates.map((_, nth) => dateOf(firstOn, every, nth))).toEqual(dates);
  });

  const day = fc
    .date({
      min: new Date("2024-01-01T00:00:00Z"),
      max: new Date("2034-12-31T00:00:00Z"),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString().slice(0, 10));
  const every = fc.record<Every>({
    unit: fc.constantFrom("week", "month"),
    count: fc.integer({ min: 1, max: 24 }),
  });

  it("come one after the other, and the next one from any day is the first that is not before it", () => {
    fc.assert(
      fc.property(day, every, day, (firstOn, often, from) => {
        const next = nextDate({ firstOn, every: often, endsOn: null }, from);
        const dates = Array.from({ length: 600 }, (_, nth) => dateOf(firstOn, often, nth));
        expect(dates.toSorted()).toEqual(dates);
        expect(new Set(dates).size).toBe(dates.length);
        expect(next).toBe(dates.find((date) => date >= from));
      }),
    );
  });

  it("end with the last possible date", () => {
    const plan = { firstOn: "2026-11-01", every: month(1), endsOn: "2027-01-01" };
    expect(nextDate(plan, "2027-01-01")).toBe("2027-01-01");
    expect(nextDate(plan, "2027-01-02")).toBeNull();
  });

  it.each([
    ["9999-12-31", month(1), "9999-12-31"],
    ["9999-06-20", month(24), "9999-06-20"],
    ["9999-12-20", week(2), "9999-12-20"],
    ["2026-11-30", month(24), "9998-11-30"],
  ])("end with the calendar: from %s, every %o, the last one is %s", (firstOn, every, last) => {
    const plan = { firstOn, every, endsOn: null };
    expect(nextDate(plan, last)).toBe(last);
    expect(nextDate(plan, dayAfter(last))).toBeNull();
  });

  it("are Japan's", () => {
    expect(today(new Date("2026-11-23T14:59:59Z"))).toBe("2026-11-23");
    expect(today(new Date("2026-11-23T15:00:00Z"))).toBe("2026-11-24");
    expect(dayAfter("2026-12-31")).toBe("2027-01-01");
  });
});
