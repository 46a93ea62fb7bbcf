import { afterAll, beforeAll, expect, it } from "vitest";
import type { PoolClient } from "pg";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { addConnection } from "../../test/support/rows.ts";
import { until } from "../../test/support/wait.ts";
import type { Context } from "../context.ts";
import { createMerchant } from "../merchants/manage-merchants.ts";
import { putOffSignals } from "../stock-sync/store.ts";
import { hurryReads } from "./store.ts";

let database: TestDatabase;
let other: PoolClient;
let merchantId: string;
beforeAll(async () => {
  database = await testDatabase();
  const ctx = { db: database.db, pool: database.pool, clock: () => new Date() } as Context;
  merchantId = (await createMerchant(ctx, { name: "店" })).id;
  await addConnection(ctx, merchantId);
  // The row with the later ID was written first, so the table has them in the wrong order.
  await database.pool.query(
    `insert into signals (merchant_id, smaregi_product_id, cause, retry_at)
     values ($1, '2', 'askedAgain', now() + interval '1 hour'), ($1, '1', 'askedAgain', now() + interval '1 hour')`,
    [merchantId],
  );
  other = await database.pool.connect();
});
afterAll(async () => {
  other.release();
  await database.drop();
});

const lock = (product: string) =>
  other.query("select from signals where merchant_id = $1 and smaregi_product_id = $2 for update", [
    merchantId,
    product,
  ]);

it.each([
  ["read at once", (tx: Parameters<typeof hurryReads>[0]) => hurryReads(tx, [merchantId])],
  [
    "put off",
    (tx: Parameters<typeof hurryReads>[0]) =>
      putOffSignals(
        tx,
        merchantId,
        ["2", "1"].map((smaregiProductId) => ({ smaregiProductId, delayMs: 3_600_000 })),
      ),
  ],
])(
  "signals that are %s are locked in the order of their products, as a notification locks them",
  async (_, write) => {
    await other.query("begin");
    await lock("1");
    const written = database.db.transaction().execute(write);
    await until("it waits for the first", async () => {
      const { rows } = await database.pool.query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rows.length === 1;
    });
    // If the write had locked the second row first, each would wait for the other.
    await lock("2");
    await other.query("commit");
    await expect(written).resolves.toBeUndefined();
  },
);
