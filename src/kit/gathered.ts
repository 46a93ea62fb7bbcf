import { setTimeout as delay } from "node:timers/promises";
import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

type Db = Kysely<Tables>;

type Gathering<Item> = { add(item: Item): void; rest(): Promise<void> };
type Care = { rests: (() => Promise<void>)[]; failed: (error: unknown) => void };

/** What is gathered beside each open database, and whom to tell where it fails. */
const cares = new WeakMap<Db, Care>();

const careOf = (db: Db): Care => {
  const care = cares.get(db) ?? { rests: [], failed: () => undefined };
  cares.set(db, care);
  return care;
};

/** Says whom to tell of what failed beside this database, while nobody waited for it. */
export function tellFailures(db: Db, failed: (error: unknown) => void): void {
  careOf(db).failed = failed;
}

/** Waits until everything is done that was gathered beside this database so far: before it is closed, for instance. */
export async function settle(db: Db): Promise<void> {
  for (const rest of careOf(db).rests) await rest();
}

/**
 * Makes a way to have things done together, beside a database: what comes first at once, what comes since at most every
 * `everyMs`, one such batch at a time. What fails is told to `tellFailures`, and not tried again.
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
    // Whoever adds in this turn of the event loop is taken along.
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
