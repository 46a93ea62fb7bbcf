import { runMigrations } from "graphile-worker";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestContext } from "../../../test/support/context.ts";
import { addConnection, addMerchant } from "../../../test/support/rows.ts";
import { newId } from "../../kit/ids.ts";
import { leaveSignals } from "../../signals/store.ts";
import { readIncidentAges, readWaiting } from "./store.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
beforeAll(async () => {
  house = await openTestContext();
  await runMigrations({ pgPool: house.database.pool });
});
afterAll(() => house.close());

const waiting = async () => {
  const now = await readWaiting(house.ctx.db);
  if (now === undefined) throw new Error("nothing was counted");
  return now;
};
const query = (text: string, values: unknown[]) => house.database.pool.query(text, values);
/** A shop that was notified an hour ago of a change of Smaregi's stock. */
async function shopWithSignal(given: Parameters<typeof addConnection>[2] = {}) {
  const { id } = await addMerchant(house.ctx, "結び商店");
  await addConnection(house.ctx, id, { caughtUpAt: new Date(), ...given });
  await leaveSignals(house.ctx.db, id, ["8000001"], "productSaved");
  await query("update signals set asked_at = now() - interval '1 hour' where merchant_id = $1", [id]);
  return id;
}

it("B10: a change that nobody reads counts as overdue, but not where no call may be made, nor before its next try", async () => {
  const none = await waiting();
  expect(none).toMatchObject({ waitingSignals: 0, overdueSignal: 0, overdueOrder: 0, oldestFile: 0 });
  expect(Math.abs(none.databaseAhead)).toBeLessThan(60);

  await shopWithSignal({ enabled: false });
  const spared = await shopWithSignal({ mode: "assured" });
  await query(
    'insert into smaregi_pauses (contract_id, probe_at, reason) values ($1, now(), \'{"kind": "maintenance", "data": {}}\')',
    [`sb_${spared}`],
  );
  const tried = await shopWithSignal();
  await query(
    "update signals set attempts = 11, retry_at = now() + interval '10 minutes' where merchant_id = $1",
    [tried],
  );
  const apart = await waiting();
  expect(apart.oldestSignal).toBeGreaterThan(3_599);
  expect(apart).toMatchObject({ waitingSignals: 3, overdueSignal: 0, pauses: 1 });

  // If one shop's Smaregi is paused, the work of another shop is still counted.
  await shopWithSignal();
  expect((await waiting()).overdueSignal).toBeGreaterThan(3_599);
});

it("B10: the oldest look for untold changes counts, of live links whose Smaregi answers", async () => {
  const before = (await waiting()).catchUpAge;
  expect(before).toBeLessThan(3_000);
  await shopWithSignal({ enabled: false, caughtUpAt: new Date(Date.now() - 9_000_000) });
  expect((await waiting()).catchUpAge).toBeLessThan(3_000);
  await shopWithSignal({ caughtUpAt: new Date(Date.now() - 3_600_000) });
  expect((await waiting()).catchUpAge).toBeGreaterThan(3_590);
});

it("B10: of each cause the oldest open incident counts", async () => {
  const { id: merchantId } = await addMerchant(house.ctx, "結び商店");
  const add = (scope: string, state: "open" | "closed", hours: number) => {
    const openedAt = new Date(Date.now() - hours * 3_600_000);
    return { merchantId, id: newId(), cause: "stock_unread", scope, state, since: openedAt, openedAt };
  };
  await house.ctx.db
    .insertInto("incidents")
    .values([add("", "open", 2), add("1", "open", 5), add("2", "closed", 9)])
    .execute();
  const ages = await readIncidentAges(house.ctx.db);
  expect(ages).toEqual([{ cause: "stock_unread", seconds: expect.any(Number) as number }]);
  expect(Math.round((ages[0]?.seconds ?? 0) / 3600)).toBe(5);
});

it("C5, B10: nothing waits of a merchant whose contract has ended, and no Smaregi is away that nobody asks", async () => {
  const before = await waiting();
  const id = await shopWithSignal();
  await query("update connections set clock_ahead_ms = 900000 where merchant_id = $1", [id]);
  await query("insert into smaregi_pauses (contract_id, probe_at, reason) values ($1, now(), $2)", [
    `sb_${id}`,
    JSON.stringify({ kind: "maintenance", data: {} }),
  ]);
  const incident = { merchantId: id, id: newId(), cause: "order_refused", scope: "", state: "open" as const };
  const long = new Date(Date.now() - 36_000_000);
  await house.ctx.db
    .insertInto("incidents")
    .values({ ...incident, since: long, openedAt: long })
    .execute();
  const refused = async () =>
    (await readIncidentAges(house.ctx.db)).some(({ cause }) => cause === "order_refused");
  const served = await waiting();
  expect(served).toMatchObject({
    waitingSignals: before.waitingSignals + 1,
    pauses: before.pauses + 1,
    openIncidents: before.openIncidents + 1,
    clockAhead: 900,
  });
  expect(await refused()).toBe(true);
  await query("update connections set enabled = false where merchant_id = $1", [id]);
  expect((await waiting()).pauses).toBe(before.pauses);
  await query("update connections set enabled = true where merchant_id = $1", [id]);
  await query("update merchants set standing = 'ended', ended_at = now() where id = $1", [id]);
  const { pauses, waitingSignals, openIncidents, clockAhead } = before;
  expect(await waiting()).toMatchObject({ pauses, waitingSignals, openIncidents, clockAhead });
  expect(await refused()).toBe(false);
});
