import { setImmediate as nextTurn } from "node:timers/promises";

/** How long one piece of work may block the event loop, in milliseconds, before others have their turn. */
const atOnceMs = 5;

/** Runs work that consists of steps, and lets the rest of the process run in between; returns its result. */
export async function inTurns<T>(steps: Iterator<unknown, T>): Promise<T> {
  for (let begun = performance.now(); ;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (performance.now() - begun < atOnceMs) continue;
    await nextTurn();
    begun = performance.now();
  }
}
