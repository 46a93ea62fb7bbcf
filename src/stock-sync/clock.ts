/**
 * The database's time in this process without another query. `now` was just read from the database. The result is never later than
 * the true time, so that no reading counts as newer than it is.
 */
export function databaseClock(now: Date): () => Date {
  const offset = now.getTime() - performance.now();
  return () => new Date(offset + performance.now());
}
