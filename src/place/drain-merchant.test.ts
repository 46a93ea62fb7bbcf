import { afterAll, beforeAll, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { addJobs } from "../kit/jobs.ts";
import { createMerchant } from "../merchants/manage-merchants.ts";
import { openTestContext } from "../../test/support/context.ts";
import type { TestDatabase } from "../../test/support/database.ts";
import { prepareQueue } from "../worker.ts";
import { drainMerchant } from "./drain-merchant.ts";

let database: TestDatabase;
let ctx: Context;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ ctx, database, close } = await openTestContext());
  await prepareQueue(ctx);
});
afterAll(() => close());

async function liveMerchant(): Promise<string> {
  const { id: merchantId, number } = await createMerchant(database, { name: "店" });
  const place = { contractId: `sb_${number}`, storeId: "1", terminalId: "1" };
  await database.db
    .insertInto("connections")
    .values({ merchantId, ...place, enabled: true, mode: "standard" })
    .execute();
  return merchantId;
}

const jobs = async (merchantId: string) =>
  (
    await database.pool.query("select run_at <= now() as due from graphile_worker.jobs where key = $1", [
      `sendOrders:${merchantId}`,
    ])
  ).rows;

/** Work that never ends by itself, and counts its rows. A turn is over after three of them. */
function endless(merchantId: string) {
  const done = { rows: 0, turns: 0 };
  const begin = () => {
    const before = done.rows;
    return () => done.rows >= before + 3;
  };
  const draining = {
    merchantId,
    work: async (mayGoOn: () => boolean, isTurnOver: () => boolean) => {
      done.turns += 1;
      while (mayGoOn() && !isTurnOver()) {
        done.rows += 1;
        await new Promise((next) => setImmediate(next));
      }
    },
    hasDue: async () => true,
    nextAt: async () => null,
  };
  return { done, draining, begin };
}

it("a merchant with endless work gives up its place after a turn where another waits, and goes to the queue's end", async () => {
  await addJobs(database.db, "sendOrders", 0, [{ key: "another", payload: {} }]);
  const merchantId = await liveMerchant();
  const { done, draining, begin } = endless(merchantId);
  await drainMerchant(ctx, "sendOrders", draining, begin);
  expect(done).toEqual({ turns: 1, rows: 3 });
  expect(await jobs(merchantId)).toEqual([{ due: true }]);
  await database.pool.query(
    "select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))",
  );
});

it("where nobody waits it goes on, turn by turn", async () => {
  const merchantId = await liveMerchant();
  const { done, draining, begin } = endless(merchantId);
  const hasDue = async () => done.turns < 3;
  await drainMerchant(ctx, "sendOrders", { ...draining, hasDue }, begin);
  expect(done).toEqual({ turns: 3, rows: 9 });
  expect(await jobs(merchantId)).toEqual([]);
});

it("one that is through within its turn is not woken again", async () => {
  const merchantId = await liveMerchant();
  let left = 3;
  const work = async () => {
    left -= 1;
  };
  const draining = { merchantId, work, hasDue: async () => left > 0, nextAt: async () => null };
  await drainMerchant(ctx, "sendOrders", draining);
  expect(left).toBe(0);
  expect(await jobs(merchantId)).toEqual([]);
});
