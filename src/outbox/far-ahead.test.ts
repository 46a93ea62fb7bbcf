import { runMigrations } from "graphile-worker";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestContext } from "../../test/support/context.ts";
import { openReceiver } from "../../test/support/receiver.ts";
import { addMerchant } from "../../test/support/rows.ts";
import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { newId } from "../kit/ids.ts";
import { sweep } from "../status/sweep.ts";
import { saveChannels } from "./receivers/channels.ts";
import { openPoster } from "./send/post.ts";
import { sendEvents } from "./send/send-events.ts";
import { addToOutbox } from "./store.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let ctx: Context;
let aheadMs = 0;
beforeAll(async () => {
  house = await openTestContext();
  await runMigrations({ pgPool: house.database.pool });
  receiver = await openReceiver();
  ctx = {
    ...house.ctx,
    poster: openPoster({ allowPrivate: true }),
    settings: { ...house.ctx.settings, outboxAllowPrivate: true, outboxRetrySeconds: [5, 300] },
    clock: () => new Date(Date.now() + aheadMs),
  };
});
afterAll(async () => {
  await ctx.poster.close();
  await receiver.close();
  await house.close();
});

it("B10: what was put off while the clock was a month ahead goes out once it was set back, with all behind it", async () => {
  const { id: merchantId } = await addMerchant(ctx, "結び商店");
  await saveChannels(ctx, {
    merchantId,
    channels: [{ kind: "webhook", to: receiver.url, events: ["incident.opened"] }],
  });
  const happen = () =>
    transact(ctx.db, (tx) =>
      addToOutbox(tx, merchantId, [{ type: "incident.opened", thing: newId(), data: {} }]),
    );
  receiver.answer(() => 503);
  aheadMs = 30 * 86_400_000;
  await happen();
  await sendEvents(ctx, { merchantId });
  expect(receiver.received).toHaveLength(1);

  aheadMs = 0;
  receiver.answer(() => 200);
  await happen();
  await sendEvents(ctx, { merchantId });
  // The receiver is not well: it gets only its oldest delivery, and that one waits.
  expect(receiver.received).toHaveLength(1);
  await sweep(ctx, { everyone: false });
  await sendEvents(ctx, { merchantId });
  expect(receiver.received).toHaveLength(3);
});
