import { setTimeout as delay } from "node:timers/promises";

/** How long a test waits for a state before it says that it never came: as long as a machine may take that does much else as well. */
export const patienceMs = 100_000;

/** Waits for a state: asks again until `ask` answers something, and tells what it last saw where it never does. */
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
    // What takes longer is asked for less often: the answer costs the same cores that it waits for.
    pauseMs = Math.min(250, pauseMs * 1.3);
  }
  throw new Error(
    `It never came to: ${what}. Last: ${last instanceof Error ? last.stack : JSON.stringify(last)}`,
  );
}
