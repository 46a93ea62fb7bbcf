import fc from "fast-check";
import { runMigrations } from "graphile-worker";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { openTestContext } from "../../../test/support/context.ts";
import { openReceiver } from "../../../test/support/receiver.ts";
import { refuse } from "../../../test/support/refuse.ts";
import { addMerchant } from "../../../test/support/rows.ts";
import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { newId } from "../../kit/ids.ts";
import { wakeDue } from "../../status/wake-due.ts";
import { listDeliveries } from "../deliveries/read-deliveries.ts";
import { retryDelivery } from "../deliveries/retry-delivery.ts";
import { readFeed } from "../feed.ts";
import { readChannels, saveChannels } from "../receivers/channels.ts";
import { addEndpoint, listEndpoints, removeEndpoint } from "../receivers/endpoints.ts";
import { tryChannel } from "../receivers/try-channel.ts";
import { addToOutbox, pruneOutbox } from "../store.ts";
import { openPoster } from "./post.ts";
import { sendEvents } from "./send-events.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let ctx: Context;
let merchantId = "";
/** Noon in Japan. */
const noon = Date.UTC(2026, 10, 25, 3);
let now = noon;
beforeAll(async () => {
  house = await openTestContext();
  await runMigrations({ pgPool: house.database.pool });
  ctx = {
    ...house.ctx,
    poster: openPoster({ allowPrivate: true }),
    settings: { ...house.ctx.settings, outboxAllowPrivate: true, outboxRetrySeconds: [5, 300] },
    clock: () => new Date(now),
  };
});
afterAll(async () => {
  await ctx.poster.close();
  await house.close();
});
beforeEach(async () => {
  now = noon;
  merchantId = (await addMerchant(ctx, "店")).id;
  receiver = await openReceiver();
  return () => receiver.close();
});

const happens = async (thing: string, nth: number) =>
  await transact(ctx.db, (tx) =>
    addToOutbox(tx, merchantId, [{ type: "order.edited", thing, data: { id: thing, nth } }]),
  );
const endpoint = async (events = ["order.edited"]) =>
  await addEndpoint(ctx, { merchantId, url: receiver.url, events });
const send = async () => await sendEvents(ctx, { merchantId });
const came = () => receiver.events().map(({ data }) => data.nth);
const deliveries = async (id: string) =>
  (await listDeliveries(ctx, { merchantId, endpointId: id, limit: 50 })).items;
const stateOf = async () =>
  (await listEndpoints(ctx, merchantId)).map(({ state, offWhy }) => [state, offWhy]);

it("an event is sent once, in order, signed by Standard Webhooks; nothing of before the endpoint", async () => {
  const order = newId();
  await happens(order, 0);
  const { id, secret } = await endpoint();
  for (const nth of [1, 2, 3]) await happens(order, nth);
  await send();
  await send();
  expect(came()).toEqual([1, 2, 3]);
  for (const { body, headers } of receiver.received) {
    const at = new Date(Number(headers["webhook-timestamp"]) * 1_000);
    expect(at.getTime()).toBe(now);
    const signature = new Webhook(secret).sign(String(headers["webhook-id"]), at, body);
    expect(headers["webhook-signature"]).toBe(signature);
  }
  expect(receiver.received[0]?.headers["content-type"]).toBe("application/json");
  const feed = await readFeed(ctx, { merchantId, since: undefined, limit: 10 });
  expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual(
    feed.items.slice(1).map((item) => item.id),
  );
  expect((await deliveries(id)).map(({ state, attempts }) => [state, attempts])).toEqual(
    [1, 2, 3].map(() => ["sent", 1]),
  );
});

it("a receiver that is down gets everything later, in order, each thing by itself; meanwhile it is asked with the oldest", async () => {
  const { id } = await endpoint();
  const [a, b] = [newId(), newId()];
  receiver.answer(() => 503);
  for (const [nth, thing] of [a, b, a, a, b].entries()) await happens(thing, nth);
  await send();
  // Two things: the first event of each goes out. Everything behind them waits.
  expect(came()).toEqual([0, 1]);
  now += 4_000;
  await send();
  expect(came()).toEqual([0, 1]);
  now += 1_000;
  receiver.answer(() => 200);
  await send();
  expect(came()).toEqual([0, 1, 0, 1, 2, 3, 4]);
  const [, , , second] = await deliveries(id);
  expect(second?.tries.map(({ status }) => status)).toEqual([503, 200]);
});

it("P5: a receiver that fails as nobody foresaw keeps no other", async () => {
  const bad = await endpoint();
  const { id } = await endpoint();
  const allow = await refuse(house.database.pool, "insert on deliveries", `new.receiver_id = '${bad.id}'`);
  await happens(newId(), 1);
  await expect(send()).rejects.toThrow("a fault of ours");
  expect((await deliveries(id)).map(({ state }) => state)).toEqual(["sent"]);
  await allow();
  await send();
  expect((await deliveries(bad.id)).map(({ state }) => state)).toEqual(["sent"]);
  expect(came()).toEqual([1, 1]);
});

it("a receiver that is down is let rest, however many things wait for it, and gets them in the order of events", async () => {
  await endpoint();
  receiver.answer(() => 503);
  for (const nth of [0, 1, 2, 3, 4]) await happens(newId(), nth);
  await send();
  expect(came()).toEqual([0, 1, 2]);
  await happens(newId(), 5);
  await send();
  expect(came()).toEqual([0, 1, 2]);
  now += 5_000;
  receiver.answer(() => 200);
  await send();
  expect(came().slice(3)).toEqual([0, 1, 2, 3, 4, 5]);
});

it("a receiver that is down for an hour, with the waits as they come, gets everything later, in the order of events", async () => {
  const patient = {
    ...ctx,
    settings: { ...ctx.settings, outboxRetrySeconds: house.ctx.settings.outboxRetrySeconds },
  };
  await endpoint();
  const things = [newId(), newId(), newId()];
  receiver.answer(() => 503);
  for (let minute = 0; minute < 60; minute += 3) {
    await happens(things[(minute / 3) % 3] ?? "", minute / 3);
    await sendEvents(patient, { merchantId });
    now += 180_000;
  }
  // It was given a rest: a few things at first, then the oldest after 5 s, 5 min and 30 min.
  expect(receiver.received.length).toBeLessThan(10);
  receiver.answer(() => 200);
  receiver.received.length = 0;
  for (let hour = 0; hour < 3; hour += 1) {
    await sendEvents(patient, { merchantId });
    now += 3_600_000;
  }
  expect(came()).toEqual(Array.from({ length: 20 }, (_, nth) => nth));
});

it("the law of deliveries: killed before or after any try, refused in between, and turned on again by hand where it was given up, each thing's events come in order, none is missing", async () => {
  const real = ctx.poster;
  // The results of the next tries; a kill is an error that no one catches, with nothing noted.
  const fates = fc.array(fc.constantFrom("ok", "ok", "killedBefore", "killedAfter", "away"), {
    maxLength: 12,
  });
  const course = fc.record({
    fates,
    order: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 8 }),
  });
  await fc.assert(
    fc.asyncProperty(course, async ({ fates: coming, order }) => {
      merchantId = (await addMerchant(ctx, "店")).id;
      const { id } = await endpoint();
      receiver.received.length = 0;
      const left = [...coming];
      const killed: Context = {
        ...ctx,
        poster: {
          ...real,
          post: async (...given) => {
            const fate = left.shift() ?? "ok";
            if (fate === "killedBefore") throw new Error("killed");
            receiver.answer(() => (fate === "away" ? 503 : 200));
            const outcome = await real.post(...given);
            if (fate === "killedAfter") throw new Error("killed");
            return outcome;
          },
        },
      };
      const things = [newId(), newId(), newId()];
      for (const [nth, thing] of order.entries()) await happens(things[thing] ?? "", nth);
      for (let life = 0; life <= coming.length + 1; life += 1) {
        await sendEvents(killed, { merchantId }).catch((error: Error) =>
          expect(error.message).toBe("killed"),
        );
        now += 300_000;
        if ((await stateOf())[0]?.[0] === "off") {
          const waiting = (await deliveries(id)).find(({ state }) => state === "waiting");
          await retryDelivery(ctx, { merchantId, id: waiting?.id ?? "" });
        }
      }
      const firsts = new Map<string, number[]>();
      for (const { data } of receiver.events() as { data: { id: string; nth: number } }[]) {
        const seen = firsts.get(data.id) ?? [];
        if (!seen.includes(data.nth)) firsts.set(data.id, [...seen, data.nth]);
      }
      for (const [at, thing] of things.entries())
        expect(firsts.get(thing) ?? []).toEqual([...order.keys()].filter((nth) => order[nth] === at));
    }),
    // A receiver that is down for as long as it is asked is turned off.
    { numRuns: 7, examples: [[{ fates: ["away", "away", "away"], order: [2, 2] }]] },
  );
});

it("one event that is refused keeps neither the others nor the receiver; what is about the same thing waits behind it", async () => {
  const { id } = await endpoint();
  const [bad, good] = [newId(), newId()];
  receiver.answer(({ body }) => (body.includes(bad) ? 500 : 200));
  await happens(bad, 0);
  await happens(good, 1);
  await happens(bad, 2);
  await happens(good, 3);
  await send();
  expect(came()).toEqual([0, 1, 3]);
  for (const wait of [5_000, 300_000]) {
    now += wait;
    await send();
  }
  // It is given up after the last wait: what came after it goes out, and the receiver stays on.
  expect(came()).toEqual([0, 1, 3, 0, 0, 2]);
  expect(await stateOf()).toEqual([["on", undefined]]);
  const given = (await deliveries(id)).find(({ state }) => state === "failed");
  receiver.answer(() => 200);
  await retryDelivery(ctx, { merchantId, id: given?.id ?? "" });
  await send();
  expect(came().slice(6)).toEqual([0, 2]);
});

it("one that is gone, or refuses three times, goes off at once; on again it gets what happened meanwhile", async () => {
  const { id } = await endpoint();
  receiver.answer(() => 410);
  await happens(newId(), 0);
  await send();
  expect(await stateOf()).toEqual([["off", "gone"]]);
  await happens(newId(), 1);
  await send();
  expect(came()).toEqual([0]);
  receiver.answer(() => 400);
  const [first] = await deliveries(id);
  await retryDelivery(ctx, { merchantId, id: first?.id ?? "" });
  await happens(newId(), 2);
  await happens(newId(), 3);
  await send();
  expect(await stateOf()).toEqual([["off", "refused"]]);
  receiver.answer(() => 200);
  const [last] = await deliveries(id);
  await retryDelivery(ctx, { merchantId, id: last?.id ?? "" });
  await send();
  expect(came().slice(-4)).toEqual([0, 1, 2, 3]);
});

it("one that was off for longer than events are kept goes on with what is kept: what is not any more is no refusal of its own", async () => {
  const { id } = await endpoint();
  receiver.answer(() => 410);
  for (const nth of [0, 1, 2, 3]) await happens(newId(), nth);
  await send();
  expect(await stateOf()).toEqual([["off", "gone"]]);
  await house.database.pool.query("update outbox set at = at - interval '31 days' where merchant_id = $1", [
    merchantId,
  ]);
  await pruneOutbox(ctx.db);
  await happens(newId(), 4);
  receiver.answer(() => 200);
  receiver.received.length = 0;
  const [last] = await deliveries(id);
  await retryDelivery(ctx, { merchantId, id: last?.id ?? "" });
  await send();
  expect(await stateOf()).toEqual([["on", undefined]]);
  expect(came()).toEqual([4]);
  expect((await deliveries(id)).map(({ state }) => state)).toEqual(["sent", ...Array(4).fill("failed")]);
});

it("a receiver that never comes back goes off after the last wait, and loses nothing", async () => {
  await endpoint();
  receiver.answer(() => "drop");
  await happens(newId(), 0);
  for (const wait of [0, 5_000, 300_000]) {
    now += wait;
    await send();
  }
  expect(await stateOf()).toEqual([["off", "givenUp"]]);
  expect(came()).toEqual([0, 0, 0]);
});

it("B10: a trial of a channel returns what it answered; one that was off and takes it is on again, with what waited", async () => {
  const channel = async () => {
    const [only] = await readChannels(ctx, merchantId);
    return { id: only?.id ?? "", state: only?.state };
  };
  const events = ["incident.opened"];
  await saveChannels(ctx, { merchantId, channels: [{ kind: "webhook", to: receiver.url, events }] });
  const { id } = await channel();
  receiver.answer(() => 410);
  await transact(ctx.db, (tx) =>
    addToOutbox(tx, merchantId, [{ type: "incident.opened", thing: newId(), data: { nth: 1 } }]),
  );
  await send();
  expect((await channel()).state).toBe("off");
  expect(await tryChannel(ctx, { merchantId, id })).toMatchObject({
    ok: false,
    status: 410,
    error: "HTTP 410",
  });
  expect((await channel()).state).toBe("off");
  receiver.answer(() => 200);
  expect(await tryChannel(ctx, { merchantId, id })).toEqual({
    ok: true,
    status: 200,
    ms: expect.any(Number),
  });
  expect(await channel()).toEqual({ id, state: "on" });
  await send();
  expect(receiver.events().map(({ type }) => type)).toEqual([
    "incident.opened",
    "test",
    "test",
    "incident.opened",
  ]);
  const other = (await addMerchant(ctx, "よその店")).id;
  await expect(tryChannel(ctx, { merchantId: other, id })).rejects.toMatchObject({ code: "not_found" });
});

it("a redirect is not followed", async () => {
  const { id } = await endpoint();
  receiver.answer(() => 302);
  await happens(newId(), 0);
  await send();
  const [only] = await deliveries(id);
  expect(only?.tries.map(({ status }) => status)).toEqual([302]);
});

it("what asks to be left alone for a while is left alone", async () => {
  await endpoint();
  receiver.answer(() => 429);
  await happens(newId(), 0);
  await send();
  await happens(newId(), 1);
  receiver.answer(() => 200);
  await send();
  expect(came()).toEqual([0]);
  now += 5_000;
  await send();
  expect(came()).toEqual([0, 0, 1]);
});

it("a deleted endpoint gets nothing more", async () => {
  const { id } = await endpoint();
  await happens(newId(), 0);
  await removeEndpoint(ctx, { merchantId, id });
  await send();
  expect(came()).toEqual([]);
  expect(await listEndpoints(ctx, merchantId)).toEqual([]);
});

it("whoever's wake was lost: the look for due work finds what is to be numbered, sent, or sent again", async () => {
  const woken = async () =>
    (await house.database.pool.query("delete from graphile_worker._private_jobs returning key")).rows.map(
      ({ key }) => key,
    );
  const own = `sendEvents:${merchantId}`;
  await happens(newId(), 0);
  await woken();
  await wakeDue(ctx);
  expect(await woken()).not.toContain(own);
  await endpoint();
  await happens(newId(), 1);
  await wakeDue(ctx);
  expect(await woken()).toContain(own);
  await send();
  await woken();
  await wakeDue(ctx);
  expect(await woken()).not.toContain(own);
});

it("the law: whatever commits and when, everyone sees each event once, in an order that keeps the order of each thing", async () => {
  const things = [newId(), newId(), newId()];
  const seen: { thing: string; nth: number }[] = [];
  let since: string | undefined;
  let isOver = false;
  const reading = (async () => {
    for (let rest = 2; rest > 0; rest -= isOver ? 1 : 0) {
      const { items, nextSince } = await readFeed(ctx, { merchantId, since, limit: 7 });
      since = nextSince;
      for (const { data } of items) seen.push({ thing: (data as any).id, nth: (data as any).nth });
      if (items.length > 0) rest = 3;
    }
  })();
  // Those of one thing wait for each other, as under the lock of an order; the things go side by side, and hold their transactions open.
  await Promise.all(
    things.map(async (thing, of) => {
      for (let nth = 0; nth < 20; nth += 1)
        await transact(ctx.db, async (tx) => {
          await addToOutbox(tx, merchantId, [{ type: "order.edited", thing, data: { id: thing, nth } }]);
          for (let held = 0; held < (of * 7 + nth) % 4; held += 1)
            await readFeed(ctx, { merchantId, since: "0", limit: 1 });
        });
    }),
  );
  isOver = true;
  await reading;
  expect(seen).toHaveLength(60);
  for (const thing of things)
    expect(seen.filter((each) => each.thing === thing).map(({ nth }) => nth)).toEqual(
      Array.from({ length: 20 }, (_, nth) => nth),
    );
});

it("B10: in quiet hours people are left alone, but for what can't wait; systems of their own are not", async () => {
  const quietHours = { from: "00:00", until: "13:00" };
  await saveChannels(ctx, {
    merchantId,
    channels: [
      {
        kind: "slack",
        to: `${receiver.url}/slack`,
        events: ["incident.opened", "incident.closed"],
        quietHours,
      },
    ],
  });
  const addIncident = async (cause: string, state: string) => {
    const id = newId();
    await house.database.pool.query(
      `insert into incidents (merchant_id, id, cause, state, since, opened_at, closed_at, orders)
       values ($1, $2, $3, $4, now(), now(), case when $4 = 'closed' then now() end, 12)`,
      [merchantId, id, cause, state],
    );
    return id;
  };
  const tells = async (
    type: "incident.opened" | "incident.updated" | "incident.closed",
    id: string,
    urgent: boolean,
  ) =>
    await transact(ctx.db, (tx) => addToOutbox(tx, merchantId, [{ type, thing: id, data: { id, urgent } }]));
  await tells("incident.opened", await addIncident("stock_mass_zero", "open"), true);
  const down = await addIncident("smaregi_down", "open");
  await tells("incident.opened", down, false);
  const over = await addIncident("rate_limited", "closed");
  await tells("incident.opened", over, false);
  await tells("incident.closed", over, false);
  await send();
  const texts = () => receiver.events().map((event: any) => event.text);
  expect(texts()).toEqual(["[結び] 多くの商品の在庫が一度に0になるところでした (受注12件)"]);
  // 13:00 in Japan.
  now = Date.UTC(2026, 10, 25, 4, 0, 1);
  await send();
  // Held-back incidents come in one message, each as it is now, and are not sent again.
  expect(texts().slice(1)).toEqual(["[結び] お知らせのまとめ: 続いている障害1件、復旧1件"]);
  await send();
  expect(texts()).toHaveLength(2);
  // A reminder is not sent so soon after the opening; hours later it is.
  await tells("incident.updated", down, false);
  await send();
  expect(texts()).toHaveLength(2);
  await house.database.pool.query("update deliveries set ended_at = ended_at - interval '4 hours'");
  // The next 13:00 in Japan: at night it would wait, whenever this runs.
  const noon = 4 * 3_600_000;
  now = Math.ceil((Date.now() - noon) / 86_400_000) * 86_400_000 + noon + 1_000;
  await tells("incident.updated", down, false);
  await send();
  expect(texts().slice(2)).toEqual(["[結び] 送り直しを待っている受注があります (受注12件)"]);
});
