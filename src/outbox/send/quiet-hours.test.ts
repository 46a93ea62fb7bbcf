import { runMigrations } from "graphile-worker";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestContext } from "../../../test/support/context.ts";
import { openReceiver } from "../../../test/support/receiver.ts";
import { addMerchant } from "../../../test/support/rows.ts";
import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { newId } from "../../kit/ids.ts";
import { readChannels, saveChannels } from "../receivers/channels.ts";
import { tryChannel } from "../receivers/try-channel.ts";
import { addToOutbox } from "../store.ts";
import { openPoster } from "./post.ts";
import { sendEvents } from "./send-events.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let ctx: Context;
let merchantId = "";
/** A time of a November evening in Japan, or (from 24 on) of the next morning. */
const at = (hour: number, minute: number) => Date.UTC(2026, 10, 25, hour - 9, minute);
let now = 0;
beforeAll(async () => {
  house = await openTestContext();
  await runMigrations({ pgPool: house.database.pool });
  ctx = {
    ...house.ctx,
    poster: openPoster({ allowPrivate: true }),
    settings: { ...house.ctx.settings, outboxAllowPrivate: true, outboxRetrySeconds: [1_200, 1_200] },
    clock: () => new Date(now),
  };
});
afterAll(async () => {
  await ctx.poster.close();
  await house.close();
});
const night = { from: "22:00", until: "08:00" };
beforeEach(async () => {
  merchantId = (await addMerchant(ctx, "店")).id;
  receiver = await openReceiver();
  await save(night);
  return () => receiver.close();
});

const save = (quietHours: typeof night | null) => {
  const channel = { kind: "webhook" as const, to: receiver.url, events: ["incident.opened"], quietHours };
  return saveChannels(ctx, { merchantId, channels: [channel] });
};
/** Begins an incident at this time, and sends what is due. */
async function happens(time: number, name: string, urgent = false) {
  now = time;
  const id = newId();
  await house.database.pool.query(
    `insert into incidents (merchant_id, id, cause, scope, state, since, opened_at, orders)
     values ($1, $2, 'smaregi_down', $3, 'open', now(), now(), 1)`,
    [merchantId, id, name],
  );
  await transact(ctx.db, (tx) =>
    addToOutbox(tx, merchantId, [{ type: "incident.opened", thing: id, data: { name, urgent } }]),
  );
  await sends(time);
}
async function sends(time: number) {
  now = time;
  await sendEvents(ctx, { merchantId });
}
const came = () => receiver.received.length;

describe("B10: quiet hours", () => {
  it("are kept by what is tried again, and by what waits when the receiver is well again", async () => {
    receiver.answer(() => 503);
    await happens(at(21, 30), "first");
    await happens(at(21, 45), "second");
    expect(came()).toBe(1);
    // The first was due before them, at 21:50; its success makes nothing else due.
    receiver.answer(() => 200);
    await happens(at(22, 5), "third");
    await sends(at(23, 0));
    expect(came()).toBe(2);
    await sends(at(32, 0));
    expect(came()).toBe(4);
  });

  it("hold back what failed right before them until they are over", async () => {
    receiver.answer(() => 503);
    await happens(at(21, 55), "first");
    expect(came()).toBe(1);
    receiver.answer(() => 200);
    await sends(at(22, 30));
    await sends(at(31, 59));
    expect(came()).toBe(1);
    await sends(at(32, 0));
    expect(came()).toBe(2);
  });

  it("hold back nothing that can't wait, though it failed once, and another notice waits for the morning", async () => {
    await happens(at(22, 30), "held");
    receiver.answer(() => 503);
    await happens(at(23, 0), "urgent", true);
    expect(came()).toBe(1);
    receiver.answer(() => 200);
    await sends(at(23, 20));
    expect(came()).toBe(2);
    await sends(at(31, 59));
    expect(came()).toBe(2);
  });

  it("that are set, taken away or tried out while a notice waits count for it", async () => {
    await happens(at(22, 30), "held");
    const [channel] = await readChannels(ctx, merchantId);
    await house.database.pool.query("update receivers set state = 'off' where merchant_id = $1", [
      merchantId,
    ]);
    expect(await tryChannel(ctx, { merchantId, id: channel?.id ?? "" })).toMatchObject({ ok: true });
    await sends(at(22, 40));
    expect(came()).toBe(1);
    await save(null);
    await sends(at(22, 50));
    expect(came()).toBe(2);
    receiver.answer(() => 503);
    await happens(at(23, 0), "again");
    expect(came()).toBe(3);
    await save(night);
    receiver.answer(() => 200);
    await sends(at(23, 30));
    expect(came()).toBe(3);
    await sends(at(32, 0));
    expect(came()).toBe(4);
  });
});
