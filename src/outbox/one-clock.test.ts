import { runMigrations } from "graphile-worker";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestContext } from "../../test/support/context.ts";
import { openReceiver } from "../../test/support/receiver.ts";
import { addMerchant } from "../../test/support/rows.ts";
import type { Context } from "../context.ts";
import { openClock } from "../kit/clock.ts";
import { transact } from "../kit/database.ts";
import { newId } from "../kit/ids.ts";
import { saveChannels } from "./receivers/channels.ts";
import { openPoster } from "./send/post.ts";
import { sendEvents } from "./send/send-events.ts";
import { addToOutbox } from "./store.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let poster: ReturnType<typeof openPoster>;
beforeAll(async () => {
  house = await openTestContext();
  await runMigrations({ pgPool: house.database.pool });
  receiver = await openReceiver();
  poster = openPoster({ allowPrivate: true });
});
afterAll(async () => {
  await poster.close();
  await receiver.close();
  await house.close();
});

it.each([
  ["half an hour ahead", 30],
  ["half an hour behind", -30],
])(
  "B10: on a machine whose clock is %s, what failed is due again by the database's clock",
  async (_, minutes) => {
    const clock = openClock(() => Date.now() + minutes * 60_000);
    await clock.follow(house.ctx.db);
    const settings = { ...house.ctx.settings, outboxAllowPrivate: true, outboxRetrySeconds: [600, 600] };
    const ctx: Context = { ...house.ctx, poster, settings, clock: clock.time };
    const { id: merchantId } = await addMerchant(ctx, `結び商店${minutes}`);
    const channel = { kind: "webhook" as const, to: receiver.url, events: ["incident.opened" as const] };
    await saveChannels(ctx, { merchantId, channels: [channel] });
    await transact(ctx.db, (tx) =>
      addToOutbox(tx, merchantId, [{ type: "incident.opened", thing: newId(), data: {} }]),
    );
    receiver.answer(() => 503);
    await sendEvents(ctx, { merchantId });

    const { rows } = await sql<{ waits: number; wakes: number }>`
      select extract(epoch from d.next_at - d.created_at)::float8 as waits,
        extract(epoch from j.run_at - d.created_at)::float8 as wakes
      from deliveries d, graphile_worker.jobs j
      where d.merchant_id = ${merchantId} and j.key = ${`sendEvents:${merchantId}`}`.execute(ctx.db);
    // Ten minutes after its try. The other clock's ten minutes would be 40 or -20.
    expect(rows).toHaveLength(1);
    for (const seconds of [rows[0]?.waits, rows[0]?.wakes]) {
      expect(seconds).toBeGreaterThan(5 * 60);
      expect(seconds).toBeLessThan(25 * 60);
    }
  },
);
