import { runMigrations } from "graphile-worker";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { refuse } from "../../test/support/refuse.ts";
import { addConnection } from "../../test/support/rows.ts";
import type { Context } from "../context.ts";
import { createMerchant, endMerchant } from "../merchants/manage-merchants.ts";
import { sweep } from "./sweep.ts";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  await runMigrations({ pgPool: database.pool });
  const settings = { outboxRetrySeconds: [5] } as Context["settings"];
  ctx = { db: database.db, pool: database.pool, clock: () => new Date(), settings } as Context;
});
afterAll(() => database.drop());

async function merchant(lookedBeforeMinutes: number | null, enabled = true): Promise<string> {
  const { id } = await createMerchant(ctx, { name: "店" });
  const caughtUpAt =
    lookedBeforeMinutes === null ? null : new Date(Date.now() - lookedBeforeMinutes * 60_000);
  await addConnection(ctx, id, { enabled, caughtUpAt });
  return id;
}

const woken = async (): Promise<string[]> => {
  const { rows } = await database.pool.query(
    "delete from graphile_worker._private_jobs where key like 'catchUp:%' returning key",
  );
  return rows.map(({ key }) => (key as string).replace("catchUp:", "")).sort();
};

it("B5: Smaregi's changes are read every five minutes by whoever is live, and by all at a start", async () => {
  const [never, late, lately] = [await merchant(null), await merchant(6), await merchant(2)];
  await merchant(60, false);
  await endMerchant(ctx, await merchant(60));
  await sweep(ctx, { everyone: false });
  expect(await woken()).toEqual([never, late].sort());
  await sweep(ctx, { everyone: true });
  expect(await woken()).toEqual([never, late, lately].sort());
});

it("P5: a part of the sweep that fails keeps no other; it is not noted as done", async () => {
  const late = await merchant(6);
  const allow = await refuse(database.pool, "delete on notifications");
  await database.pool.query(
    "insert into sign_in_attempts (email, caller, at) values ('a@example.jp', '192.0.2.1', now() - interval '1 year')",
  );
  const sweepNoted = async () =>
    (await database.pool.query("select at from last_done where name = 'sweep'")).rows;
  const before = await sweepNoted();
  await expect(sweep(ctx, { everyone: false })).rejects.toThrow("a fault of ours");
  expect(await woken()).toContain(late);
  expect((await database.pool.query("select from sign_in_attempts")).rows).toEqual([]);
  expect(await sweepNoted()).toEqual(before);
  await allow();
  await sweep(ctx, { everyone: false });
  expect(await sweepNoted()).not.toEqual(before);
});
