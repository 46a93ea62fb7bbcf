import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { lockWaits } from "../../test/support/locks.ts";
import { noMoney } from "../../test/support/money.ts";
import { refuse } from "../../test/support/refuse.ts";
import { addVariation } from "../../test/support/rows.ts";
import { until } from "../../test/support/wait.ts";
import { openLog, type Context } from "../context.ts";
import { transact, type Tx } from "../kit/database.ts";
import { createMetrics } from "../kit/metrics.ts";
import { createMerchant, endMerchant } from "../merchants/manage-merchants.ts";
import { endStanding } from "../merchants/store.ts";
import { readOrders } from "../orders/search/store.ts";
import { readLines } from "../orders/store.ts";
import { placePlanOrders } from "./place-plan-orders.ts";
import { listPlanOrders, readPlan } from "./read-plans.ts";
import { changePlan, createPlan, endPlan, retryPlan, skipDate, type PlanInput } from "./save-plan.ts";
import { lockPlan, updatePlan } from "./store.ts";

let database: TestDatabase;
let ctx: Context;
let merchantId = "";
let goods = "";
let fee = "";
let now = "";
beforeAll(async () => {
  database = await testDatabase();
  ctx = {
    db: database.db,
    pool: database.pool,
    clock: () => new Date(now),
    stopping: new AbortController().signal,
    log: openLog("silent"),
    metrics: createMetrics(),
  } as Context;
});
afterAll(() => database.drop());

beforeEach(async () => {
  now = "2026-11-24T01:00:00Z";
  merchantId = (await createMerchant(ctx, { name: "定期の店" })).id;
  goods = await addVariation(ctx, merchantId, { stockManaged: true, quantity: 3 });
  fee = await addVariation(ctx, merchantId, { stockManaged: false });
});

const plan = (more: Partial<PlanInput> = {}): PlanInput => ({
  kind: "subscription",
  every: { unit: "week", count: 1 },
  firstOn: "2026-11-24",
  endsOn: null,
  lines: [{ variationId: goods, quantity: 1 }],
  money: noMoney,
  ...more,
});
const make = (more: Partial<PlanInput> = {}) => createPlan(ctx, { merchantId, plan: plan(more) });
const run = () => placePlanOrders(ctx, { merchantId });
const dates = async (id: string) =>
  (await listPlanOrders(ctx, { merchantId, id, limit: 100 })).items.map(({ dueOn, orderNumber }) => [
    dueOn,
    orderNumber !== null,
  ]);
const orders = async () => await readOrders(ctx.db, merchantId, { before: null, limit: 100 });

describe("O1: a plan places its orders on their dates", () => {
  it("on its first date, and on none before its time", async () => {
    const id = await make({ firstOn: "2026-11-25" });
    await run();
    expect(await orders()).toEqual([]);
    // Midnight in Japan.
    now = "2026-11-24T15:00:00Z";
    await run();
    expect(await dates(id)).toEqual([["2026-11-25", true]]);
    expect(await orders()).toMatchObject([{ kind: "subscription", placedBy: "定期購入" }]);
    expect(await readPlan(ctx, { merchantId, id })).toMatchObject({ nextOn: "2026-12-02", state: "active" });
  });

  it("each of the dates on which nothing ran, oldest first, and never one twice, however many are at it", async () => {
    const id = await make();
    now = "2026-12-08T01:00:00Z";
    // A second pool does not see the lock of the first; only the rows decide.
    const other = { ...ctx, pool: { connect: () => database.pool.connect() } } as unknown as Context;
    await Promise.all([run(), placePlanOrders(other, { merchantId }), run()]);
    await run();
    expect(await dates(id)).toEqual([
      ["2026-12-08", true],
      ["2026-12-01", true],
      ["2026-11-24", true],
    ]);
    expect(await orders()).toHaveLength(3);
  });

  it("what can't be placed stays open with its reason, takes nothing, and is tried again later", async () => {
    const id = await make({ lines: [{ variationId: goods, quantity: 5 }] });
    await run();
    expect(await orders()).toEqual([]);
    expect((await readPlan(ctx, { merchantId, id })).problem).toMatchObject({
      ja: "在庫が足りません(残り3)。",
    });
    await database.pool.query("update variations set quantity = 9, level = 9 where id = $1", [goods]);
    await run();
    expect(await orders()).toEqual([]);
    now = "2026-11-24T02:00:01Z";
    await run();
    expect(await dates(id)).toEqual([["2026-11-24", true]]);
    expect((await readPlan(ctx, { merchantId, id })).problem).toBeNull();
  });

  it("what fails as nobody foresaw keeps no other plan, and is tried again later", async () => {
    const id = await make({ money: { ...noMoney, shippingFee: 777 } });
    const other = await make();
    const dear = "(new.money->>'shippingFee')::int = 777";
    const allow = await refuse(database.pool, "insert on orders", dear);
    await run();
    await allow();
    expect(await dates(other)).toEqual([["2026-11-24", true]]);
    expect((await readPlan(ctx, { merchantId, id })).problem).toMatchObject({
      ja: "サーバーで問題が起きました。1時間後に自動でもう一度試します。",
    });
    expect(await ctx.metrics.workFailures.get()).toMatchObject({
      values: [{ labels: { task: "placePlanOrders" }, value: 1 }],
    });
    now = "2026-11-24T02:00:01Z";
    await run();
    expect(await dates(id)).toEqual([["2026-11-24", true]]);
  });

  it("tried again at once, or passed over, where the merchant says so", async () => {
    const lines = [{ variationId: goods, quantity: 5 }];
    const first = await make({ lines });
    const second = await make({ lines });
    await run();
    await skipDate(ctx, { merchantId, id: second });
    await database.pool.query("update variations set quantity = 9, level = 9 where id = $1", [goods]);
    await retryPlan(ctx, { merchantId, id: first });
    await run();
    expect(await dates(first)).toEqual([["2026-11-24", true]]);
    expect(await dates(second)).toEqual([["2026-11-24", false]]);
    expect(await readPlan(ctx, { merchantId, id: second })).toMatchObject({
      nextOn: "2026-12-01",
      problem: null,
    });
  });

  it("pressed twice, passes over the one date that was seen", async () => {
    const id = await make({ firstOn: "2026-11-25" });
    const skip = () => skipDate(ctx, { merchantId, id, on: "2026-11-25" });
    await Promise.all([skip(), skip()]);
    expect(await readPlan(ctx, { merchantId, id })).toMatchObject({ nextOn: "2026-12-02" });
    await skipDate(ctx, { merchantId, id });
    expect(await readPlan(ctx, { merchantId, id })).toMatchObject({ nextOn: "2026-12-09" });
  });

  /** Locks the plan until its date's order, and then each of `others`, waits for it; then does `what` to it. */
  async function inBetween(
    id: string,
    what: (tx: Tx) => Promise<unknown>,
    others: (() => Promise<unknown>)[] = [],
  ) {
    const started: Promise<unknown>[] = [];
    await transact(ctx.db, async (tx) => {
      await lockPlan(tx, merchantId, id);
      for (const start of [run, ...others]) {
        started.push(start());
        await until("it waits for the plan", async () => (await waiting()) === started.length);
      }
      await what(tx);
    });
    await Promise.all(started);
  }
  const waiting = async (): Promise<number> => {
    const locks =
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    return (await database.pool.query(locks)).rowCount ?? 0;
  };

  it("changed while its date comes, orders what it says then", async () => {
    const id = await make();
    const lines = JSON.stringify([{ variationId: goods, quantity: 2 }]);
    await inBetween(id, (tx) => updatePlan(tx, merchantId, id, { lines }));
    const [order] = await orders();
    expect(await readLines(ctx.db, merchantId, [order?.id ?? ""])).toMatchObject([{ quantity: 2 }]);
  });

  it("mended while its date is tried in vain, is not put off", async () => {
    const id = await make({ lines: [{ variationId: goods, quantity: 5 }] });
    const change = { lines: [{ variationId: goods, quantity: 1 }] };
    const mend = () => changePlan(ctx, { merchantId, id, change });
    await inBetween(id, async () => undefined, [mend]);
    expect((await readPlan(ctx, { merchantId, id })).problem).toBeNull();
    await run();
    expect(await dates(id)).toEqual([["2026-11-24", true]]);
  });

  it("paused it places nothing, and goes on with the next date; what passed meanwhile is passed over", async () => {
    const id = await make();
    await run();
    await changePlan(ctx, { merchantId, id, change: { state: "paused" } });
    now = "2026-12-10T01:00:00Z";
    await run();
    await changePlan(ctx, { merchantId, id, change: { state: "active" } });
    await run();
    expect(await readPlan(ctx, { merchantId, id })).toMatchObject({ state: "active", nextOn: "2026-12-15" });
    expect(await orders()).toHaveLength(1);
  });

  it("taken up again it goes on with a date that has neither its order nor was passed over", async () => {
    const id = await make();
    await run();
    const pause = async () => {
      await changePlan(ctx, { merchantId, id, change: { state: "paused" } });
      await changePlan(ctx, { merchantId, id, change: { state: "active" } });
      return (await readPlan(ctx, { merchantId, id })).nextOn;
    };
    expect(await pause()).toBe("2026-12-01");
    await skipDate(ctx, { merchantId, id });
    await skipDate(ctx, { merchantId, id });
    expect(await pause()).toBe("2026-12-15");
    await changePlan(ctx, { merchantId, id, change: { endsOn: "2026-12-15" } });
    expect(await pause()).toBe("2026-12-15");
  });

  it("ends with its last date, or when it is ended; ended is final", async () => {
    const id = await make({ endsOn: "2026-12-01" });
    const other = await make();
    now = "2026-12-20T01:00:00Z";
    await endPlan(ctx, { merchantId, id: other });
    await run();
    expect(await dates(id)).toHaveLength(2);
    expect(await readPlan(ctx, { merchantId, id })).toMatchObject({ state: "ended", nextOn: null });
    expect(await dates(other)).toEqual([]);
    await expect(changePlan(ctx, { merchantId, id, change: { state: "active" } })).rejects.toMatchObject({
      code: "plan_ended",
    });
  });

  it("C5: a merchant whose contract has ended gets no further orders", async () => {
    await make();
    await endMerchant(ctx, merchantId);
    await run();
    expect(await orders()).toEqual([]);
  });

  it("C5: nor does one whose contract ends while its date is being taken", async () => {
    await make();
    let placing: Promise<unknown> = Promise.resolve();
    await transact(database.db, async (tx) => {
      await endStanding(tx, merchantId);
      // The end is not committed yet, so the plan is found as due.
      let isPlaced = false;
      placing = run().then(() => (isPlaced = true));
      await until("it waits for the end", async () => isPlaced || (await lockWaits(database.pool)) > 0);
    });
    await placing;
    expect(await orders()).toEqual([]);
  });

  it("a membership fee sells what needs no stock, and refuses what does", async () => {
    const id = await make({ kind: "membershipFee", lines: [{ variationId: fee, quantity: 1 }] });
    await run();
    expect(await orders()).toMatchObject([{ kind: "membershipFee", placedBy: "会費" }]);
    expect(await dates(id)).toHaveLength(1);
    await expect(make({ kind: "membershipFee" })).rejects.toMatchObject({
      code: "invalid",
      fields: [{ path: "lines[0].variationId" }],
    });
  });

  it("a plan that could never be is refused when it is made", async () => {
    await expect(make({ firstOn: "2026-11-23" })).rejects.toMatchObject({ fields: [{ path: "firstOn" }] });
    await expect(make({ endsOn: "2026-11-23" })).rejects.toMatchObject({ fields: [{ path: "endsOn" }] });
    await expect(make({ money: { ...noMoney, discount: 9999 } })).rejects.toMatchObject({
      fields: [{ path: "total" }],
    });
  });
});
