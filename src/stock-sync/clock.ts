/**
 * The database's time in this process without asking again: `now` was read from the database just now. The
 * answer is never later than the true time, so that a reading never counts as newer than it is.
 */
export function databaseClock(now: Date): () => Date {
  const offset = now.getTime() - performance.now();
  return () => new Date(offset + performance.now());
}
