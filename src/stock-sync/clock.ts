import type { Account, Smaregi } from "../smaregi/types.ts";

/**
 * The database's time in this process without asking again: `now` was read from the database just now. The
 * answer is never later than the true time, so that a reading never counts as newer than it is.
 */
export function databaseClock(now: Date): () => Date {
  const offset = now.getTime() - performance.now();
  return () => new Date(offset + performance.now());
}

/**
 * So far Smaregi's clock is ahead of the database's, in milliseconds; 0 where its answers do not tell. Before the first of them
 * a token is got, which the next call needs anyway.
 */
export async function smaregiAheadMs(smaregi: Smaregi, account: Account, now: () => Date): Promise<number> {
  if (smaregi.time() === null) await smaregi.credentials(account);
  const time = smaregi.time();
  return time === null ? 0 : time.getTime() - now().getTime();
}
