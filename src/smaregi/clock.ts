/** The number of last answers that count, so that one from a gateway with its own clock decides nothing. */
const kept = 9;

export type SmaregiClock = {
  /** Notes the `Date` of an answer that came just now. */
  note(date: string | null): void;
  /** Smaregi's time, accurate to a second or two; null if there was no answer yet. */
  time(): Date | null;
};

/**
 * Learns Smaregi's clock from the `Date` of its answers, relative to this process's monotonic clock, so that changes of
 * our system clock do not affect it.
 */
export function openSmaregiClock(now = () => performance.now()): SmaregiClock {
  const ahead: number[] = [];
  return {
    note: (date) => {
      const time = date === null ? Number.NaN : Date.parse(date);
      if (Number.isNaN(time)) return;
      // The header has no fractions: on average the real time was half a second later.
      ahead.push(time + 500 - now());
      if (ahead.length > kept) ahead.shift();
    },
    time: () => {
      const median = ahead.toSorted((a, b) => a - b)[Math.floor(ahead.length / 2)];
      return median === undefined ? null : new Date(median + now());
    },
  };
}
