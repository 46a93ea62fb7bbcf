import { sql } from "kysely";
import { inject } from "vitest";
import type { Database } from "../../src/kit/database.ts";
import { openTestDatabase } from "./database.ts";
import type { HouseAddress } from "./house-door.ts";
import { controlOf, openShop, type House } from "./shop.ts";

/** A house that other files use at the same time: no file may take any of it for itself. */
export type SharedHouse = Pick<House, "control" | "openShop" | "close"> &
  HouseAddress & { database: Database };

/**
 * The run's house with these settings: for files that need no server of their own, because each of their tests has its
 * own shop. `close` closes what this file opened; failed requests are checked at the end of the run.
 */
export async function sharedHouse(settings: Record<string, string>): Promise<SharedHouse> {
  const answer = await fetch(inject("houseDoor"), { method: "POST", body: JSON.stringify(settings) });
  const said = await answer.text();
  if (!answer.ok) throw new Error(`The shared house does not open: ${said}`);
  const address = JSON.parse(said) as HouseAddress;
  const database = openTestDatabase(address.connection);
  const house = { ...address, database, control: controlOf(address.sandbox) };
  return {
    ...house,
    openShop: async (options) => {
      const shop = await openShop(house, options);
      await sparedBySweep(database, shop);
      return shop;
    },
    close: () => database.close(),
  };
}

/**
 * Makes the sweep, which runs every minute and so in the middle of any test, treat a newly connected shop as already checked, so that
 * a test can count its calls.
 */
export async function sparedBySweep({ db }: Database, { merchantId }: { merchantId: string }): Promise<void> {
  const caughtUpAt = sql<Date>`clock_timestamp()`;
  await db.updateTable("connections").set({ caughtUpAt }).where("merchantId", "=", merchantId).execute();
}

/**
 * Like `sparedBySweep`, for a shop that is not connected yet: until then only its connecting reads. Call the returned function to end
 * this.
 */
export async function sparedFromTheStart(
  { pool }: Database,
  { merchantId }: { merchantId: string },
): Promise<() => Promise<void>> {
  const name = `spared_${merchantId.replaceAll("-", "")}`;
  await pool.query(`
    create function ${name}() returns trigger language plpgsql as
      $$ begin new.caught_up_at := clock_timestamp(); return new; end $$;
    create trigger ${name} before insert or update on connections for each row
      when (new.merchant_id = '${merchantId}' and new.caught_up_at is null) execute function ${name}()`);
  return async () => void (await pool.query(`drop function ${name} cascade`));
}
