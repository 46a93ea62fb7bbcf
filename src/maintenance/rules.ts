/** The end of one call to Smaregi, as far as it shows if Smaregi is there. */
export type Ended = { outcome: string; status?: number };

/** How many calls in a row without an answer (or with 503) pause a contract. */
export const enough = 3;

/** True if a call got a 503 or no answer. A 500 or a refusal is an answer. */
export function isDown({ outcome, status }: Ended): boolean {
  return status === 503 || ["timeout", "dropped", "unreachable"].includes(outcome);
}

/** The longest between two probes. */
export const longestProbeMs = 60_000;

/** The wait before Smaregi is asked again: from two seconds to a minute, spread so that not all come at the same time. */
export function probeDelayMs(probes: number, random: number): number {
  return Math.round(Math.min(2_000 * 2 ** Math.min(probes, 5), longestProbeMs) * (0.75 + random / 4));
}
