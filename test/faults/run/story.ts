/** What happened in a run, in order: printed if something was found, and with `--print`. */
export type Story = {
  tell(text: string): void;
  /** Counts one of a kind for the summary. */
  count(kind: string, more?: number): void;
  lines(): string[];
  counts(): Record<string, number>;
  msNow(): number;
};

export function openStory(print: boolean): Story {
  const begun = performance.now();
  const lines: string[] = [];
  const counts = new Map<string, number>();
  const msNow = () => Math.round(performance.now() - begun);
  return {
    tell: (text) => {
      const line = `${String(msNow()).padStart(6)} ms  ${text}`;
      lines.push(line);
      if (print) process.stdout.write(`${line}\n`);
    },
    count: (kind, more = 1) => counts.set(kind, (counts.get(kind) ?? 0) + more),
    lines: () => lines,
    counts: () => Object.fromEntries(counts),
    msNow,
  };
}
