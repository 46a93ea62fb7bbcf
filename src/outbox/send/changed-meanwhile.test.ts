import { randomBytes } from "node:crypto";
import { runMigrations } from "graphile-worker";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestContext } from "../../../test/support/context.ts";
import { openReceiver } from "../../../test/support/receiver.ts";
import { addMerchant } from "../../../test/support/rows.ts";
import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { newId } from "../../kit/ids.ts";
import { retryDelivery } from "../deliveries/retry-delivery.ts";
import { readDeliveries } from "../deliveries/store.ts";
import { readChannels, saveChannels } from "../receivers/channels.ts";
import { addToOutbox } from "../store.ts";
import { openPoster } from "./post.ts";
import { sendEvents } from "./send-events.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let ctx: Context;
let merchantId = "";
/** Actions during the try with this number, after its answer has come. */
let inTry: Record<number, () => Promise<void>> = {};
const newSecret = () => `whsec_${randomBytes(24).toString("base64")}`;
const [old, right] = [newSecret(), newSecret()];
beforeAll(async () => {
  house = await openTestContext();
  await runMigrations({ pgPool: house.database.pool });
  const poster = openPoster({ allowPrivate: true });
  const post: typeof poster.post = async (...given) => {
    const outcome = await poster.post(...given);
    await inTry[receiver.received.length]?.();
    return outcome;
  };
  const settings = { ...house.ctx.settings, outboxAllowPrivate: true, outboxRetrySeconds: [300] };
  ctx = { ...house.ctx, poster: { ...poster, post }, settings };
});
afterAll(async () => {
  await ctx.poster.close();
  await house.close();
});
/** A channel with an old secret, at a system that accepts only the right one. */
beforeEach(async () => {
  inTry = {};
  merchantId = (await addMerchant(ctx, "店")).id;
  receiver = await openReceiver();
  takeOnly(right);
  await save(old);
  return () => receiver.close();
});

function takeOnly(secret: string): void {
  receiver.answer(({ body, headers }) => {
    const at = new Date(Number(headers["webhook-timestamp"]) * 1_000);
    const signature = new Webhook(secret).sign(String(headers["webhook-id"]), at, body);
    return headers["webhook-signature"] === signature ? 200 : 401;
  });
}

const save = (secret: string) =>
  saveChannels(ctx, {
    merchantId,
    channels: [{ kind: "webhook", to: receiver.url, events: ["incident.opened"], secret }],
  });
const happen = async (things: number) => {
  const event = () => ({ type: "incident.opened" as const, thing: newId(), data: {} });
  for (let nth = 0; nth < things; nth += 1)
    await transact(ctx.db, (tx) => addToOutbox(tx, merchantId, [event()]));
};
const send = () => sendEvents(ctx, { merchantId });
const stateOf = async () => (await readChannels(ctx, merchantId)).map(({ state }) => state);
/** The deliveries, oldest first. */
const deliveries = async () =>
  (await readDeliveries(ctx.db, merchantId, { before: null, limit: 50 })).toReversed();

describe("B10: what a person sets while a try is out counts, not what that try comes to", () => {
  it("a secret that is put right while the last try with the wrong one is out: it stays on, and what waits goes out", async () => {
    await happen(4);
    inTry[3] = () => save(right);
    await send();
    expect(await stateOf()).toEqual(["on"]);
    // The first two were refused before, and wait as planned.
    expect((await deliveries()).map(({ state }) => state)).toEqual(["waiting", "waiting", "sent", "sent"]);
  });

  it("what waits is signed with the new secret from the moment that it is saved", async () => {
    await save(right);
    await happen(3);
    inTry[1] = async () => {
      await save(old);
      takeOnly(old);
    };
    await send();
    expect((await deliveries()).map(({ state, attempts }) => [state, attempts])).toEqual(
      [1, 2, 3].map(() => ["sent", 1]),
    );
  });

  it("turned on again while the try is out that would have turned it off: it stays on, and all is sent", async () => {
    await happen(3);
    inTry[3] = async () => {
      receiver.answer(() => 200);
      const [first] = await deliveries();
      await retryDelivery(ctx, { merchantId, id: first?.id ?? "" });
    };
    await send();
    expect(await stateOf()).toEqual(["on"]);
    expect((await deliveries()).map(({ state }) => state)).toEqual(["sent", "sent", "sent"]);
  });
});
