import { setImmediate as nextTurn } from "node:timers/promises";

/** So long a piece of work may hold the event loop, in milliseconds, before others have their turn. */
const atOnceMs = 5;

/** Works through what can be done in steps, and lets all others of this process have their turn in between; answers its outcome. */
export async function inTurns<T>(steps: Iterator<unknown, T>): Promise<T> {
  for (let begun = performance.now(); ;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (performance.now() - begun < atOnceMs) continue;
    await nextTurn();
    begun = performance.now();
  }
}
