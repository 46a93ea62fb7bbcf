import { databaseTime } from "./now.ts";
import type { Db } from "./database.ts";

export type Clock = {
  /** The database's time, as well as the last `follow` showed it; until then this machine's time. */
  time(): Date;
  /** Asks the database for its time once. */
  follow(db: Db): Promise<void>;
};

/**
 * The database's clock in this process. All processes and all queries share the database's clock, so a time that a process writes is
 * due when a query finds it due, even if the clocks of the machines are minutes apart. Between two questions it goes on with this
 * machine's clock, which also counts the time that the machine sleeps. `now`: this machine's clock, in milliseconds.
 */
export function openClock(now = () => Date.now()): Clock {
  let aheadMs = 0;
  return {
    time: () => new Date(now() + aheadMs),
    follow: async (db) => {
      const askedAt = now();
      const there = (await databaseTime(db)).getTime();
      // The database read its clock at some moment between the two. A distance that fits is kept: how long the answer took moves nothing.
      aheadMs = Math.min(Math.max(aheadMs, there - now()), there - askedAt);
    },
  };
}
