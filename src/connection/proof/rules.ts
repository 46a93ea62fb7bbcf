/** The form of a contract ID: `sb_abc123`, `skc123x4`. */
export const contractIdShape = /^[A-Za-z0-9_-]{1,64}$/;

/** The number of attempts at a proof that a merchant has in this many minutes: each calls Smaregi's token host. */
export const proofLimit = { attempts: 20, minutes: 10 } as const;

/**
 * Seconds until the merchant's next attempt; 0 if it may try now. `ages`: the ages of its recent attempts in milliseconds, newest
 * first.
 */
export function secondsToNextProof(ages: number[]): number {
  const counted = ages[proofLimit.attempts - 1];
  if (counted === undefined) return 0;
  return Math.max(1, Math.ceil((proofLimit.minutes * 60_000 - Math.max(0, counted)) / 1000));
}
