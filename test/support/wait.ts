import { setTimeout as delay } from "node:timers/promises";

/** How long a test waits for a state before it fails: as long as a machine may take that is busy with other work. */
export const patienceMs = 100_000;

/**
 * Waits for a state: calls `ask` until it returns something; fails with the last thing it saw if that never happens.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  limitMs = patienceMs,
): Promise<T> {
  const end = Date.now() + limitMs;
  let last: unknown;
  let pauseMs = 20;
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer !== null && answer !== undefined && answer !== false) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    await delay(pauseMs);
    // Slower states are checked less often: the check uses the same cores that it waits for.
    pauseMs = Math.min(250, pauseMs * 1.3);
  }
  throw new Error(
    `It never came to: ${what}. Last: ${last instanceof Error ? last.stack : JSON.stringify(last)}`,
  );
}
