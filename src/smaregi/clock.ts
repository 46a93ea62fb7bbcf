/** How many of the last answers count: one of a gateway with a clock of its own decides nothing. */
const kept = 9;

export type SmaregiClock = {
  /** Notes the `Date` of an answer that came just now. */
  note(date: string | null): void;
  /** Smaregi's time, to a second or two; null where no answer has told it yet. */
  time(): Date | null;
};

/** Learns Smaregi's clock from the `Date` of its answers, beside this process' monotonic one: no change of ours moves it. */
export function openSmaregiClock(now = () => performance.now()): SmaregiClock {
  const ahead: number[] = [];
  return {
    note: (date) => {
      const time = date === null ? Number.NaN : Date.parse(date);
      if (Number.isNaN(time)) return;
      // The header has no fractions: it was half a second later on average.
      ahead.push(time + 500 - now());
      if (ahead.length > kept) ahead.shift();
    },
    time: () => {
      const median = ahead.toSorted((a, b) => a - b)[Math.floor(ahead.length / 2)];
      return median === undefined ? null : new Date(median + now());
    },
  };
}
