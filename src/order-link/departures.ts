import { setTimeout as delay } from "node:timers/promises";

/** An order's place in the line of registrations. */
export type Turn = {
  /** Resolves once all earlier orders were sent or given up, at the latest after one second. */
  come(): Promise<void>;
  /** The order was sent, or will not be sent. May be called twice. */
  over(): void;
};

/** The longest that an order in trouble holds up the others. */
const patienceMs = 1_000;

/**
 * Lets orders that several lanes prepare at once go out in the order of their turns. A look before the first sending takes longer for
 * some than for others, and Smaregi's books should have the oldest first.
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
