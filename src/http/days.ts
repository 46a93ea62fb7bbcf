import { z } from "@hono/zod-openapi";

const day = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional();

/** What lists of things that happened are narrowed by. */
export const timesAsked = {
  from: day.openapi({ description: "From this day (Japan's) or moment on" }),
  to: day.openapi({ description: "Up to and with this day, or before this moment" }),
};

/** The begin of a day of Japan's calendar, `after` days later; a moment is itself. */
function beginOf(given: string, after: number): Date {
  if (given.length > 10) return new Date(given);
  return new Date(Date.parse(`${given}T00:00:00+09:00`) + after * 86_400_000);
}

/** From when on, and until before when, `from` and `to` ask for. */
export function timesOf({ from, to }: { from?: string | undefined; to?: string | undefined }) {
  return {
    from: from === undefined ? undefined : beginOf(from, 0),
    until: to === undefined ? undefined : beginOf(to, 1),
  };
}
