import { runMigrations } from "graphile-worker";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestContext } from "../../test/support/context.ts";
import { addConnection, addMerchant } from "../../test/support/rows.ts";
import type { Context } from "../context.ts";
import { newId } from "../kit/ids.ts";
import type { Outcome } from "../outbox/deliveries/rules.ts";
import { noteDone } from "../status/gauges/store.ts";
import { watchGauges } from "../status/gauges/watch-gauges.ts";
import { readOperatorIncidents, readSeen } from "./store.ts";
import { watchOperation } from "./watch-operation.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
let ctx: Context;
let aheadMs = 0;
let outcome: Outcome = { kind: "ok" };
const mails: string[] = [];
const logged: string[] = [];
beforeAll(async () => {
  house = await openTestContext();
  await runMigrations({ pgPool: house.database.pool });
  const log = (_: object, message: string) => void logged.push(message);
  ctx = {
    ...house.ctx,
    // A mail server is outside of the program: the test sets what it answers, and sees what it gets.
    mailer: {
      send: async ({ to, subject }) => {
        if (outcome.kind === "ok") mails.push(`${to} ${subject}`);
        return outcome;
      },
      close: () => undefined,
    },
    log: { ...house.ctx.log, error: log, info: log, warn: () => undefined } as unknown as Context["log"],
    settings: {
      ...house.ctx.settings,
      databaseUrl: "postgres://elsewhere.example/musubi",
      operatorEmail: "ops@musubi.example",
    },
    clock: () => new Date(Date.now() + aheadMs),
  };
  watchGauges(ctx);
});
afterAll(() => house.close());

const look = (upFor = 10_000) => watchOperation(ctx, { upFor });
const gauge = async () => {
  const text = await ctx.metrics.registry.metrics();
  return /musubi_operator_incidents\{cause="worker_gone"\} (\d)/.exec(text)?.[1];
};

it("B10: a web process notices that no worker is there: in the log, as a gauge, by mail; once, and once when it is over", async () => {
  await look(60);
  expect(await readOperatorIncidents(ctx.db)).toEqual([]);
  expect(await gauge()).toBe("0");

  // The mail server is away, too: the log and the gauge show it, and the mail comes when it can.
  outcome = { kind: "failed", error: "ECONNREFUSED" };
  await look();
  expect(logged).toEqual(["[Musubi operation] No worker is running"]);
  expect(await gauge()).toBe("1");
  outcome = { kind: "ok" };
  await Promise.all([look(), look(), look()]);
  await look();
  expect(mails).toEqual(["ops@musubi.example [結び 運用] 作業用プロセスが動いていません"]);

  // A worker runs again, and has finished its sweep.
  await noteDone(ctx.db, "worker");
  await noteDone(ctx.db, "sweep");
  await look();
  aheadMs = 601_000;
  await look();
  expect(await readOperatorIncidents(ctx.db)).toEqual([]);
  expect(mails.slice(1)).toEqual([
    "ops@musubi.example [結び 運用] 復旧しました: 作業用プロセスが動いていません",
  ]);
  expect(logged.slice(1)).toEqual(["[Musubi operation] Over: No worker is running"]);
  expect(await gauge()).toBe("0");
});

it("B10: without an address of the operator nothing is mailed, and the disk of the embedded database is looked at", async () => {
  const { operatorEmail: _, ...rest } = ctx.settings;
  const alone = { ...ctx, settings: { ...rest, operatorEmail: undefined, databaseUrl: undefined } };
  const before = mails.length;
  await watchOperation({ ...alone, settings: { ...alone.settings, dataDir: "/" } }, { upFor: 10_000 });
  await watchOperation({ ...alone, settings: { ...alone.settings, dataDir: "/nowhere" } }, { upFor: 10_000 });
  expect(mails).toHaveLength(before);
});

it("B10: a link that was switched on again has an hour to make up for the nights in which it was off", async () => {
  const late = async () => (await readSeen(ctx.db)).lateChecks;
  const { id } = await addMerchant(ctx, "結び商店");
  await addConnection(ctx, id);
  await house.database.pool.query(
    `insert into reconciliations (merchant_id, id, state, asked_by, ended_at)
     values ($1, $2, 'done', 'test', now() - interval '60 hours')`,
    [id, newId()],
  );
  expect(await late()).toBe(0);
  await house.database.pool.query("update connections set updated_at = now() - interval '61 minutes'");
  expect(await late()).toBe(1);
});
