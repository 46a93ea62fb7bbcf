import { sql } from "kysely";
import type { Ground, Shop } from "../../support/shop.ts";
import { until } from "../../support/wait.ts";
import type { Finding } from "./findings.ts";
import type { Fleet } from "./fleet.ts";
import type { Story } from "./story.ts";

/** Most runs come to rest by themselves within this time; only a check once a minute finds what a lost job left. */
const patienceMs = 10_000;
/** The longest back-off after a few failures; anything beyond it is stuck. */
const limitMs = 45_000;

/**
 * After the trouble: waits until all waiting work is done. Then restarts the workers, which look for what nothing told
 * them about, and waits for rest again. Returns what did not come to rest.
 */
export async function comeToRest(ground: Ground, shop: Shop, fleet: Fleet, story: Story): Promise<Finding[]> {
  const begun = story.msNow();
  if (await isQuiet(shop, patienceMs)) story.count("ms until nothing waited", story.msNow() - begun);
  else story.count("runs that needed the workers' start to come to rest");
  story.tell("the workers start anew");
  const restarted = await databaseTime(ground);
  await fleet.restartWorkers();
  await until("the workers have looked for what they missed", async () => {
    const { rows } = await sql<{ caughtUpAt: Date | null }>`
      select caught_up_at from connections where merchant_id = ${shop.merchantId}`.execute(
      ground.database.db,
    );
    return (rows[0]?.caughtUpAt ?? restarted) > restarted;
  });
  return await waitForRest(ground, shop);
}

/** Waits until nothing is left to do; returns a finding if something is stuck. */
export async function waitForRest(ground: Ground, shop: Shop): Promise<Finding[]> {
  if (await isQuiet(shop, limitMs)) return [];
  return [{ invariant: 8, text: `Still waiting: ${JSON.stringify(await whatWaits(ground), null, 1)}` }];
}

async function isQuiet(shop: Shop, forMs: number): Promise<boolean> {
  return await shop.quiet(forMs).then(
    () => true,
    () => false,
  );
}

async function databaseTime({ database }: Ground): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(database.db);
  return rows[0]?.now ?? new Date();
}

async function whatWaits({ database }: Ground): Promise<object> {
  const all = async (query: ReturnType<typeof sql>) => (await query.execute(database.db)).rows;
  return {
    now: await databaseTime({ database } as Ground),
    signals: await all(sql`select * from signals`),
    orders: await all(sql`
      select o.number, o.follows, o.due_at, t.state, t.registers, t.cancels, t.looks, t.created_at, t.sent_at, t.retry_at, t.error
      from orders o left join transactions t on t.merchant_id = o.merchant_id and t.order_id = o.id
      where o.restless order by o.id`),
    jobs: await all(
      sql`select key, run_at, attempts, locked_at, locked_by, last_error from graphile_worker.jobs`,
    ),
    sessions: await all(sql`
      select application_name, state, wait_event_type, xact_start, query from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`),
  };
}
