import { runMigrations } from "graphile-worker";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { refuse } from "../../test/support/refuse.ts";
import { addConnection } from "../../test/support/rows.ts";
import type { Context } from "../context.ts";
import { createMerchant, endMerchant } from "../merchants/manage-merchants.ts";
import { reconcileNightly } from "./nightly.ts";

let database: TestDatabase;
let now = new Date();
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  await runMigrations({ pgPool: database.pool });
  ctx = { db: database.db, pool: database.pool, clock: () => now } as Context;
});
afterAll(() => database.drop());

async function merchant(enabled: boolean): Promise<string> {
  const { id } = await createMerchant(ctx, { name: "店" });
  await addConnection(ctx, id, { enabled });
  return id;
}

it("B5: every live merchant once a night, spread over the night in Japan, and none by day", async () => {
  const live = await Promise.all(Array.from({ length: 20 }, () => merchant(true)));
  await merchant(false);
  await endMerchant(ctx, await merchant(true));
  const asked = async () =>
    (await database.db.selectFrom("reconciliations").select(["merchantId", "askedBy"]).execute()).map(
      (row) => row.merchantId,
    );
  const counts: number[] = [];
  // From noon in Japan through the night to the next noon, as the sweep does.
  for (let minute = 0; minute < 1440; minute += 5) {
    now = new Date(Date.parse("2026-11-24T03:00:00Z") + minute * 60_000);
    await reconcileNightly(ctx);
    // Each run is over at once here, and has the age that the clock says.
    await database.db
      .updateTable("reconciliations")
      .set({ state: "done", createdAt: now, endedAt: now })
      .where("state", "=", "waiting")
      .execute();
    counts.push((await asked()).length);
  }
  expect((await asked()).sort()).toEqual(live.sort());
  const at = (hour: number) => counts[((hour + 24 - 12) % 24) * 12 - 1] ?? 0;
  expect(at(1)).toBe(0);
  expect(at(3)).toBeGreaterThan(0);
  expect(at(3)).toBeLessThan(20);
  expect(at(5)).toBe(20);
});

it("B5: a night of maintenance, or whose run failed, is made up for by day, and not each minute", async () => {
  await database.db.deleteFrom("reconciliations").execute();
  await database.db.updateTable("connections").set({ enabled: false }).execute();
  const [paused, failed, well] = [await merchant(true), await merchant(true), await merchant(true)];
  /** The merchants whose run is asked for at a time in Japan. Each run is over at once; if `isDown`, one of them fails. */
  const asked = async (at: string, isDown = false) => {
    now = new Date(`${at}+09:00`);
    await reconcileNightly(ctx);
    const { rows } = await database.pool.query<{ id: string }>(
      `update reconciliations set created_at = $1, state = case when $3 and merchant_id = $2 then 'failed' else 'done' end
       where state = 'waiting' returning merchant_id as id`,
      [now, failed, isDown],
    );
    return rows.map(({ id }) => id).sort();
  };
  const all = [paused, failed, well].sort();
  expect(await asked("2027-01-10T04:55:00")).toEqual(all);
  await database.pool.query(`update connections set mode = 'assured' where merchant_id = $1`, [paused]);
  await database.pool.query(
    `insert into smaregi_pauses (contract_id, probe_at, reason)
     select contract_id, now(), '{"kind": "maintenance", "data": {}}' from connections where merchant_id = $1`,
    [paused],
  );
  expect(await asked("2027-01-11T04:55:00", true)).toEqual([failed, well].sort());
  expect(await asked("2027-01-11T10:50:00", true)).toEqual([]);
  expect(await asked("2027-01-11T10:56:00", true)).toEqual([failed]);
  await database.pool.query("delete from smaregi_pauses");
  expect(await asked("2027-01-11T10:57:00")).toEqual([paused]);
  expect(await asked("2027-01-11T17:00:00")).toEqual([failed]);
  expect(await asked("2027-01-11T23:30:00")).toEqual([]);
  expect(await asked("2027-01-12T04:55:00")).toEqual(all);
});

it("P5: a merchant for whom it cannot be asked keeps no other", async () => {
  await database.db.deleteFrom("reconciliations").execute();
  const [first, second] = [await merchant(true), await merchant(true)];
  now = new Date("2026-12-24T19:59:00Z");
  await refuse(database.pool, "insert on reconciliations", `new.merchant_id = '${first}'`);
  await expect(reconcileNightly(ctx)).rejects.toThrow("a fault of ours");
  const asked = (await database.db.selectFrom("reconciliations").select("merchantId").execute()).map(
    (row) => row.merchantId,
  );
  expect(asked).toContain(second);
  expect(asked).not.toContain(first);
});
