/** What a contract ID looks like: `sb_abc123`, `skc123x4`. */
export const contractIdShape = /^[A-Za-z0-9_-]{1,64}$/;

/** How many attempts at a proof a merchant has in so many minutes: each is a call of Smaregi's token host. */
export const proofLimit = { attempts: 20, minutes: 10 } as const;

/** Seconds until the merchant's next attempt; 0: none. `ages`: of those of the last while, in milliseconds, newest first. */
export function secondsToNextProof(ages: number[]): number {
  const counted = ages[proofLimit.attempts - 1];
  if (counted === undefined) return 0;
  return Math.max(1, Math.ceil((proofLimit.minutes * 60_000 - Math.max(0, counted)) / 1000));
}
