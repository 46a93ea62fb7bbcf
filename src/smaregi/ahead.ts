import type { Account, Failure, Smaregi } from "./types.ts";

/**
 * So far Smaregi's clock is ahead of `now`, in milliseconds; 0 where its answers do not tell. Before the first of them
 * a token is got, which the next call needs anyway. Where that failed the clock is unknown, and a window of changes would be put
 * where they are not: the failure.
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
