import { setTimeout as delay } from "node:timers/promises";
import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

type Db = Kysely<Tables>;

type Gathering<Item> = { add(item: Item): void; rest(): Promise<void> };
type Care = { rests: (() => Promise<void>)[]; failed: (error: unknown) => void };

/** The work gathered for each open database, and whom to tell if it fails. */
const cares = new WeakMap<Db, Care>();

const careOf = (db: Db): Care => {
  const care = cares.get(db) ?? { rests: [], failed: () => undefined };
  cares.set(db, care);
  return care;
};

/** Sets whom to tell about failures of gathered work of this database, because no one waits for that work. */
export function tellFailures(db: Db, failed: (error: unknown) => void): void {
  careOf(db).failed = failed;
}

/** Waits until all work gathered so far for this database is done, for instance before it is closed. */
export async function settle(db: Db): Promise<void> {
  for (const rest of careOf(db).rests) await rest();
}

/**
 * Returns a function that gathers items of a database and handles them together: the first ones at once, later ones at
 * most every `everyMs`, one batch at a time. A failure goes to `tellFailures`; the batch is not tried again.
 */
export function gathered<Item>(
  everyMs: number,
  work: (db: Db, items: Item[]) => Promise<void>,
): (db: Db, item: Item) => void {
  const byDatabase = new WeakMap<Db, Gathering<Item>>();
  return (db, item) => {
    let gathering = byDatabase.get(db);
    if (gathering === undefined) {
      const care = careOf(db);
      gathering = gather(
        everyMs,
        (items) => work(db, items),
        (error) => care.failed(error),
      );
      byDatabase.set(db, gathering);
      care.rests.push(gathering.rest);
    }
    gathering.add(item);
  };
}

function gather<Item>(
  everyMs: number,
  work: (items: Item[]) => Promise<void>,
  failed: (error: unknown) => void,
): Gathering<Item> {
  let items: Item[] = [];
  const state = { running: null as Promise<void> | null, resting: 0 };

  async function run(): Promise<void> {
    // Items added in this turn of the event loop are part of the first batch.
    await Promise.resolve();
    while (items.length > 0) {
      const taken = items;
      items = [];
      const pause = state.resting > 0 ? undefined : delay(everyMs);
      await work(taken).catch(failed);
      await pause;
    }
    state.running = null;
  }

  return {
    add: (item) => {
      items.push(item);
      state.running ??= run();
    },
    rest: async () => {
      state.resting += 1;
      while (state.running !== null) await state.running;
      state.resting -= 1;
    },
  };
}
