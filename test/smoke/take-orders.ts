import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import type { Database } from "../../src/kit/database.ts";
import type { Shop } from "../support/shop.ts";
import { until } from "../support/wait.ts";

/** Orders sent per second, whatever their result. */
const pace = 20;

/** Sends orders at this pace, each until it is acknowledged, under its own key, as a caller does that got no answer. */
export function takeOrders(shop: Shop, variations: string[]) {
  const taken: string[] = [];
  const refused: string[] = [];
  let last = 0;
  const over = new AbortController();
  const takeOne = async (variationId: string | undefined) => {
    const key = randomUUID();
    const body = { kind: "normal", lines: [{ variationId, quantity: 1 }] };
    for (;;) {
      try {
        const { status, body: order } = await shop.api("POST", "/orders", body, { "idempotency-key": key });
        if (status === 201) {
          taken.push(order["id"] as string);
          last = performance.now();
          return;
        }
        refused.push(`${status} ${String(order["code"] ?? "")}`);
      } catch (error) {
        refused.push(String(error));
      }
      await delay(100);
    }
  };
  const sending = (async () => {
    const all: Promise<void>[] = [];
    while (!over.signal.aborted) {
      all.push(takeOne(variations[all.length % variations.length]));
      await delay(1000 / pace);
    }
    await Promise.all(all);
  })();
  return {
    lastTaken: () => last,
    end: async () => {
      over.abort();
      await sending;
      return { taken, refused };
    },
  };
}

/** The number of transactions in each state, with the last message about them. */
async function statesOf({ db }: Database): Promise<string> {
  const { rows } = await sql<{ told: string }>`
    select count(*) || ' ' || concat_ws(' ', state, halt, status, error::text, 'registers ' || registers, 'retry at ' || max(retry_at)) as told
    from transactions group by state, halt, status, error::text, registers`.execute(db);
  return rows.map(({ told }) => told).join("; ");
}

/** Throws if an acknowledged order is missing in the database, does not reach Smaregi, or is there twice. */
export async function allAreThere(shop: Shop, database: Database, taken: string[]): Promise<void> {
  // Waits, however slowly, as long as more of them arrive.
  for (let standing = 0; standing < taken.length; await delay(250))
    standing = await until(`more than ${standing} of ${taken.length} orders stand in Smaregi`, async () => {
      const { length } = await shop.transactions();
      return length > standing && length;
    }).catch(async (error: unknown) => {
      throw new Error(await statesOf(database), { cause: error });
    });
  const memos = (await shop.transactions()).map((each) => each["memo"] as string);
  assert.equal(new Set(memos).size, memos.length, "an order stands twice");
  const { rows } = await sql<{ id: string }>`select id from orders`.execute(database.db);
  const kept = new Set(rows.map(({ id }) => id));
  assert.deepEqual(
    taken.filter((id) => !kept.has(id)),
    [],
    "an acknowledged order is lost",
  );
}
