import { setTimeout as delay } from "node:timers/promises";

/** An order's place among those that go out. */
export type Turn = {
  /** Comes to rest when the orders before have gone out, or come to nothing; after a second in any case. */
  come(): Promise<void>;
  /** The order has gone out, or will not. May be said twice. */
  over(): void;
};

/** One that is in trouble holds the others up no longer than this. */
const patienceMs = 1_000;

/**
 * Has the orders that several lanes prepare at once go out in the order of their turns: a look before the first sending takes
 * one longer than another, and Smaregi's books should have the oldest first.
 */
export function openDepartures(): { turn(): Turn } {
  let last = Promise.resolve();
  return {
    turn: () => {
      const before = last;
      let over = () => {};
      last = new Promise((done) => {
        over = done;
      });
      return {
        come: async () => {
          const impatient = new AbortController();
          const { signal } = impatient;
          await Promise.race([before, delay(patienceMs, undefined, { signal }).catch(() => undefined)]);
          impatient.abort();
        },
        over: () => over(),
      };
    },
  };
}
