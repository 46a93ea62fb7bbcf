import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { noMoney } from "../../test/support/money.ts";
import { addVariation } from "../../test/support/rows.ts";
import { until } from "../../test/support/wait.ts";
import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { newId } from "../kit/ids.ts";
import { createMerchant } from "../merchants/manage-merchants.ts";
import { changeStatus } from "../orders/edit-order.ts";
import { placeOrder } from "../orders/place-order.ts";
import { orderLog, readOrder } from "../orders/read-orders.ts";
import { lockOrder } from "../orders/store.ts";
import { beginJob } from "./begin-job.ts";
import { listOutcomes, readJob } from "./read-job.ts";
import type { OrderAction } from "./rules.ts";
import { runOrderJobs } from "./run-order-jobs.ts";

let database: TestDatabase;
let ctx: Context;
let merchantId = "";
let variationId = "";
beforeAll(async () => {
  database = await testDatabase();
  ctx = {
    db: database.db,
    pool: database.pool,
    stopping: new AbortController().signal,
    clock: () => new Date("2026-11-26T00:00:00Z"),
  } as Context;
  merchantId = (await createMerchant(ctx, { name: "一括の店" })).id;
  variationId = await addVariation(ctx, merchantId, { stockManaged: false });
});
afterAll(() => database.drop());

const actor = "店員";
async function placed(name: string): Promise<string> {
  const order = {
    kind: "normal" as const,
    lines: [{ variationId, quantity: 1 }],
    customer: { name },
    money: noMoney,
  };
  return (await placeOrder(ctx, { merchantId, actor, order })).id;
}
const paid: OrderAction = { kind: "work", payment: "paid" };
const run = () => runOrderJobs(ctx, { merchantId });
const outcomes = async (id: string) => {
  const { items } = await listOutcomes(ctx, { merchantId, id, limit: 100 });
  return items.map(({ outcome, reason }) => [outcome, reason?.code ?? null]);
};

describe("W3: one press for many orders", () => {
  it("does each by itself: what cannot be done is named with why, and stops no other", async () => {
    const ids = [await placed("一"), await placed("二"), await placed("三")];
    await changeStatus(ctx, { merchantId, actor, id: ids[1] ?? "", status: "cancelled" });
    await changeStatus(ctx, { merchantId, actor, id: ids[2] ?? "", status: "paid" });
    const unknown = newId();
    const id = newId();
    await beginJob(ctx, { merchantId, actor, id, chosen: { orderIds: [...ids, unknown] }, action: paid });
    await run();
    expect(await outcomes(id)).toEqual([
      ["done", null],
      ["refused", "order_cancelled"],
      ["same", null],
      ["refused", "not_found"],
    ]);
    expect(await readJob(ctx, { merchantId, id })).toMatchObject({
      state: "done",
      total: 4,
      done: 1,
      same: 1,
      refused: 2,
    });
    expect((await readOrder(ctx, { merchantId, id: ids[0] ?? "" })).status).toBe("paid");
  });

  it("of all that a search finds takes those that it finds now, and no later ones", async () => {
    const before = await placed("探す 人");
    const id = newId();
    await beginJob(ctx, { merchantId, actor, id, chosen: { search: { q: "探す" } }, action: paid });
    const after = await placed("探す 人");
    await run();
    expect((await readOrder(ctx, { merchantId, id: before })).work.payment).toBe("paid");
    expect((await readOrder(ctx, { merchantId, id: after })).work.payment).toBe("unpaid");
  });

  it("an order whose turn comes after midnight has the day of the press", async () => {
    const order = await placed("夜更け");
    const id = newId();
    await beginJob(ctx, { merchantId, actor, id, chosen: { orderIds: [order] }, action: paid });
    const before = "update order_jobs set created_at = '2026-11-25T14:59:59Z' where id = $1";
    await database.pool.query(before, [id]);
    await run();
    expect((await readOrder(ctx, { merchantId, id: order })).work.paidOn).toBe("2026-11-25");
  });

  it("pressed twice is one job; another press under the same ID is refused, as is one for no order", async () => {
    const order = await placed("二度");
    const press = { merchantId, actor, id: newId(), chosen: { orderIds: [order] } };
    await Promise.all([beginJob(ctx, { ...press, action: paid }), beginJob(ctx, { ...press, action: paid })]);
    await expect(beginJob(ctx, { ...press, action: { kind: "send" } })).rejects.toMatchObject({
      code: "idempotency_key_reused",
    });
    await run();
    expect(await outcomes(press.id)).toEqual([["done", null]]);
    const none = { search: { q: "だれでもない" } };
    await expect(beginJob(ctx, { ...press, id: newId(), chosen: none, action: paid })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  it("cut off in the middle goes on where it was, and does nothing twice", async () => {
    const ids = [await placed("あ"), await placed("い"), await placed("う")];
    const id = newId();
    await beginJob(ctx, {
      merchantId,
      actor,
      id,
      chosen: { orderIds: ids },
      action: { kind: "status", status: "preparing" },
    });
    // It is told to stop in the middle of the second order, as a process is.
    const stop = new AbortController();
    let running = Promise.resolve();
    await transact(ctx.db, async (tx) => {
      await lockOrder(tx, merchantId, ids[1] ?? "");
      running = runOrderJobs({ ...ctx, stopping: stop.signal }, { merchantId });
      await until("it is at the second", async () => (await readJob(ctx, { merchantId, id })).done === 1);
      stop.abort();
    });
    await running;
    expect(await readJob(ctx, { merchantId, id })).toMatchObject({ state: "waiting", total: 3, done: 2 });
    await Promise.all([run(), run()]);
    expect(await readJob(ctx, { merchantId, id })).toMatchObject({ state: "done", done: 3 });
    for (const each of ids) {
      const { items } = await orderLog(ctx, { merchantId, id: each, limit: 50 });
      expect(items.filter(({ event }) => event === "statusChanged")).toHaveLength(1);
    }
  });

  it("waits where the database is of another version, and refuses no order for its sake", async () => {
    const id = newId();
    const orderIds = [await placed("更新中")];
    await beginJob(ctx, { merchantId, actor, id, chosen: { orderIds }, action: paid });
    await database.pool.query("alter table orders rename column payment to payment_of_later");
    await database.pool.query(
      "insert into kysely_migration (name, timestamp) values ('9999_later.sql', '2999-01-01')",
    );
    await expect(run()).rejects.toThrow("payment");
    await database.pool.query("delete from kysely_migration where name = '9999_later.sql'");
    await database.pool.query("alter table orders rename column payment_of_later to payment");
    await run();
    expect(await outcomes(id)).toEqual([["done", null]]);
  });

  it("of another merchant is unknown", async () => {
    const id = newId();
    await beginJob(ctx, { merchantId, actor, id, chosen: { orderIds: [await placed("私")] }, action: paid });
    const other = (await createMerchant(ctx, { name: "よその店" })).id;
    await expect(readJob(ctx, { merchantId: other, id })).rejects.toMatchObject({ code: "not_found" });
    await run();
  });
});
