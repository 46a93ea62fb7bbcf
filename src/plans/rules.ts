/** How often a plan places an order: every so many weeks or months. */
export type Every = { unit: "week" | "month"; count: number };

/** A day of Japan's calendar, YYYY-MM-DD: such texts sort as days do. */
export type Day = string;

const dayMs = 86_400_000;
const at = (day: Day): Date => new Date(`${day}T00:00:00Z`);
/** The last day that is written with four digits: no plan goes beyond it. */
const lastDay: Day = "9999-12-31";
/** Means any later day, and sorts after it. */
const never: Day = "never";
const dayOf = (date: Date): Day => (date.getUTCFullYear() > 9999 ? never : date.toISOString().slice(0, 10));

/** Today's date in Japan. */
export function today(now: Date): Day {
  return dayOf(new Date(now.getTime() + 9 * 3_600_000));
}

/**
 * Returns the `nth` date of a plan (0 is the first). Months are always counted from the first date: in a month that is too short, the
 * 31st becomes its last day, and later it is the 31st again.
 */
export function dateOf(firstOn: Day, every: Every, nth: number): Day {
  const first = at(firstOn);
  if (every.unit === "week") return dayOf(new Date(first.getTime() + nth * every.count * 7 * dayMs));
  const month = first.getUTCMonth() + nth * every.count;
  const lastOfMonth = new Date(Date.UTC(first.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(first.getUTCDate(), lastOfMonth);
  return dayOf(new Date(Date.UTC(first.getUTCFullYear(), month, day)));
}

/** Returns the first date of a plan on or after a day; null if that would be after the plan's last date or the calendar's. */
export function nextDate(plan: { firstOn: Day; every: Every; endsOn: Day | null }, from: Day): Day | null {
  const { firstOn, every } = plan;
  const last = plan.endsOn ?? lastDay;
  if (from > last) return null;
  const days = Math.max(0, (at(from).getTime() - at(firstOn).getTime()) / dayMs);
  // Never after the day, however long the months between are.
  const near = Math.floor(days / (every.count * (every.unit === "week" ? 7 : 31)));
  let nth = near;
  while (dateOf(firstOn, every, nth) < from) nth += 1;
  const date = dateOf(firstOn, every, nth);
  return date > last ? null : date;
}

/** Returns the later of two days. */
export function later(one: Day, other: Day): Day {
  return one > other ? one : other;
}

/** Returns the next day. */
export function dayAfter(day: Day): Day {
  return dayOf(new Date(at(day).getTime() + dayMs));
}

/** The wait before an order that could not be placed is tried again. */
export const retryMs = 3_600_000;
