import { setTimeout as delay } from "node:timers/promises";

/**
 * The result of `work`, or `tooLate` if it takes longer than `ms` milliseconds; the work then continues, but its
 * result is ignored.
 */
export async function inTime<Answer, const Late>(
  ms: number,
  work: () => Promise<Answer>,
  tooLate: Late,
): Promise<Answer | Late> {
  const waiting = new AbortController();
  const late = delay(ms, tooLate, { signal: waiting.signal });
  const working = work();
  // The one that loses the race must not cause an unhandled rejection.
  for (const each of [late, working]) each.catch(() => undefined);
  try {
    return await Promise.race([working, late]);
  } finally {
    waiting.abort();
  }
}
