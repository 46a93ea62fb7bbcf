import { z } from "@hono/zod-openapi";

const day = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional();

/** The parameters that narrow lists of events by time. */
export const timesAsked = {
  from: day.openapi({ description: "From this day (Japan's) or moment on" }),
  to: day.openapi({ description: "Up to and with this day, or before this moment" }),
};

/** The start of a day in Japan's calendar, `after` days later; a moment stays itself. */
function beginOf(given: string, after: number): Date {
  if (given.length > 10) return new Date(given);
  return new Date(Date.parse(`${given}T00:00:00+09:00`) + after * 86_400_000);
}

/** The span that `from` and `to` ask for: from (inclusive) and until (exclusive). */
export function timesOf({ from, to }: { from?: string | undefined; to?: string | undefined }) {
  return {
    from: from === undefined ? undefined : beginOf(from, 0),
    until: to === undefined ? undefined : beginOf(to, 1),
  };
}
