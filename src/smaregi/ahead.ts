import type { Account, Failure, Smaregi } from "./types.ts";

/**
 * How far Smaregi's clock is ahead of `now`, in milliseconds; 0 if its answers do not show it. If there was no answer
 * yet, it first gets a token, which the next call needs anyway. If that fails, it returns the failure: the clock is
 * unknown, and a window of changes would be put at the wrong time.
 */
export async function smaregiAheadMs(
  smaregi: Smaregi,
  account: Account,
  now: () => Date,
): Promise<number | Failure> {
  const token = smaregi.time() === null ? await smaregi.credentials(account) : null;
  const time = smaregi.time();
  if (time !== null) return time.getTime() - now().getTime();
  return token === null || token.kind === "ok" ? 0 : token;
}
