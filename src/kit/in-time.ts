import { setTimeout as delay } from "node:timers/promises";

/** What the work comes to, or `tooLate` where that takes longer than so many milliseconds; it goes on then, unseen. */
export async function inTime<Answer, const Late>(
  ms: number,
  work: () => Promise<Answer>,
  tooLate: Late,
): Promise<Answer | Late> {
  const waiting = new AbortController();
  const late = delay(ms, tooLate, { signal: waiting.signal });
  const working = work();
  // Whichever is not waited for any more is nobody's failure.
  for (const each of [late, working]) each.catch(() => undefined);
  try {
    return await Promise.race([working, late]);
  } finally {
    waiting.abort();
  }
}
