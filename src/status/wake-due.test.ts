import { Logger, runMigrations, runOnce } from "graphile-worker";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { addConnection } from "../../test/support/rows.ts";
import type { Context } from "../context.ts";
import { alone } from "../kit/alone.ts";
import { settle } from "../kit/gathered.ts";
import { createMerchant, endMerchant } from "../merchants/manage-merchants.ts";
import { askReconciliation } from "../reconcile/ask-reconciliation.ts";
import { receiveNotification } from "../stock-sync/receive-notification.ts";
import { wake } from "../tasks.ts";
import { askForStock } from "../signals/ask-for-stock.ts";
import { wakeDue } from "./wake-due.ts";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  await runMigrations({ pgPool: database.pool });
  ctx = { db: database.db, pool: database.pool, clock: () => new Date() } as Context;
});
afterAll(() => database.drop());
beforeEach(async () => {
  for (const table of ["signals", "reconciliations", "smaregi_pauses", "graphile_worker._private_jobs"])
    await sql`delete from ${sql.table(table)}`.execute(database.db);
  await sql`update connections set catch_up_at = null`.execute(database.db);
});

async function merchant(more: { enabled?: boolean; mode?: "standard" | "assured" } = {}): Promise<string> {
  const { id } = await createMerchant(ctx, { name: "店" });
  await addConnection(ctx, id, more);
  return id;
}

/** A signal whose wake was lost. */
async function withSignal(merchantId: string): Promise<string> {
  await askForStock(database.db as never, merchantId, ["8000001"], "askedAgain");
  await lose();
  return merchantId;
}
const lose = async () => {
  await settle(database.db);
  await database.pool.query("delete from graphile_worker._private_jobs");
};

/** The keys of the jobs that one look creates. */
async function woken(): Promise<string[]> {
  const { rows: before } = await database.pool.query("select id::text from graphile_worker._private_jobs");
  await wakeDue(ctx);
  const { rows } = await database.pool.query(
    "select key from graphile_worker._private_jobs where id <> all($1::bigint[]) order by key",
    [before.map(({ id }) => id)],
  );
  return rows.map(({ key }) => key as string);
}

it("a merchant whose wake was lost is woken, one without rows, switched off (C3) or ended (C5) is not", async () => {
  await merchant();
  const due = await withSignal(await merchant());
  await withSignal(await merchant({ enabled: false }));
  const ended = await withSignal(await merchant());
  await endMerchant(ctx, ended);
  await lose();
  expect(await woken()).toEqual([`syncStock:${due}`]);
});

it("rows that are put off are not due before their time", async () => {
  const id = await withSignal(await merchant());
  await sql`update signals set attempts = 11, retry_at = clock_timestamp() + interval '30 minutes'`.execute(
    database.db,
  );
  expect(await woken()).toEqual([]);
  await sql`update signals set retry_at = clock_timestamp()`.execute(database.db);
  expect(await woken()).toEqual([`syncStock:${id}`]);
});

it("B2: in a maintenance a merchant of the standard mode is woken, one of the assured mode waits for the probe", async () => {
  const standard = await withSignal(await merchant());
  const assured = await withSignal(await merchant({ mode: "assured" }));
  for (const id of [standard, assured]) {
    await sql`insert into smaregi_pauses (contract_id, reason, probe_at)
      values (${`sb_${id}`}, '{"kind":"maintenance","data":{}}', clock_timestamp() + interval '30 seconds')`.execute(
      database.db,
    );
  }
  expect(await woken()).toEqual([`syncStock:${standard}`]);
  await lose();
  await sql`update smaregi_pauses set probe_at = clock_timestamp()`.execute(database.db);
  expect(await woken()).toEqual(
    [`probeSmaregi:${standard}`, `probeSmaregi:${assured}`, `syncStock:${standard}`].sort(),
  );
});

it("nobody is woken for work that a process is at, and its successor is once the lock is gone", async () => {
  const id = await withSignal(await merchant());
  let during: string[] | undefined;
  const work = async () => {
    during = await woken();
  };
  await alone(database.pool, `syncStock:${id}`, work, async () => false);
  expect(during).toEqual([]);
  expect(await woken()).toEqual([`syncStock:${id}`]);
});

it("nobody is woken twice: neither where a job waits, nor where one that failed waits to be tried again", async () => {
  const id = await withSignal(await merchant());
  await wake(database.db, "syncStock", [id]);
  expect(await woken()).toEqual([]);
  await database.pool.query(
    "update graphile_worker._private_jobs set attempts = 1, run_at = now() + interval '30 seconds'",
  );
  expect(await woken()).toEqual([]);
});

it("a job whose next try was put an hour ahead, before the clock was set back, keeps nobody asleep", async () => {
  const id = await withSignal(await merchant());
  await wake(database.db, "syncStock", [id]);
  await database.pool.query(
    "update graphile_worker._private_jobs set attempts = 1, run_at = now() + interval '1 hour'",
  );
  await wakeDue(ctx);
  const { rows } = await database.pool.query(
    "select from graphile_worker._private_jobs where key = $1 and run_at <= now()",
    [`syncStock:${id}`],
  );
  expect(rows).toHaveLength(1);
});

it("a job that was given up, or that a dead process had taken, keeps nobody asleep", async () => {
  const id = await withSignal(await merchant());
  await wake(database.db, "syncStock", [id]);
  const stuck = ["attempts = max_attempts", "attempts = 1, locked_at = now(), locked_by = 'dead'"];
  for (const state of stuck) {
    await database.pool.query(`update graphile_worker._private_jobs set ${state}`);
    await wakeDue(ctx);
    const { rows } = await database.pool.query(
      "select from graphile_worker._private_jobs where key = $1 and attempts = 0 and locked_at is null",
      [`syncStock:${id}`],
    );
    expect(rows).toHaveLength(1);
  }
});

it("P5: a notification that could not be read has its changes looked for, though its wake was lost", async () => {
  const id = await merchant();
  const notification = { contractId: `sb_${id}`, event: "pos:stock", action: "edit", entries: [], odd: 1 };
  const metrics = { notifications: { inc: () => undefined } };
  const log = { warn: () => undefined };
  const told = { ...ctx, metrics, log } as unknown as Context;
  await receiveNotification(told, { ...notification, eventId: undefined, body: {} });
  await lose();
  expect(await woken()).toEqual([`catchUp:${id}`]);
});

it("B5: a 差異チェック that was asked for is run, though its wake was lost", async () => {
  const id = await merchant();
  await askReconciliation(ctx, { merchantId: id, actor: "test" });
  await lose();
  expect(await woken()).toEqual([`runReconciliations:${id}`]);
});

it("after a start of many merchants, what somebody waits for goes before what the sweep looks for, though it came later", async () => {
  const ids = [await merchant(), await merchant(), await merchant()];
  for (const task of ["catchUp", "readUnread", "runBulkJobs", "syncStock", "sendOrders"] as const)
    await wake(database.db, task, ids);
  const taken: string[] = [];
  const note = async (_: unknown, { job }: { job: { task_identifier: string } }) => {
    taken.push(job.task_identifier);
  };
  const taskList = { catchUp: note, readUnread: note, runBulkJobs: note, syncStock: note, sendOrders: note };
  await runOnce({
    pgPool: database.pool,
    taskList,
    concurrency: 1,
    logger: new Logger(() => () => undefined),
  });
  const groups = [taken.slice(0, 6), taken.slice(6, 9), taken.slice(9)].map((some) => new Set(some));
  expect(groups).toEqual([
    new Set(["syncStock", "sendOrders"]),
    new Set(["runBulkJobs"]),
    new Set(["catchUp", "readUnread"]),
  ]);
});
