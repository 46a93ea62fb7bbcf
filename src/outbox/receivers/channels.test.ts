import { afterAll, beforeAll, expect, it } from "vitest";
import { lockWaits } from "../../../test/support/locks.ts";
import { openTestContext } from "../../../test/support/context.ts";
import { addMerchant } from "../../../test/support/rows.ts";
import { until } from "../../../test/support/wait.ts";
import { readFeed } from "../feed.ts";
import { readChannels, saveChannels } from "./channels.ts";
import { addEndpoint, listEndpoints } from "./endpoints.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
beforeAll(async () => {
  house = await openTestContext();
});
afterAll(() => house.close());

it("B10: a place is in the list once for one thing, however its address is spelled; for different things it may be there twice", async () => {
  const { ctx } = house;
  const { id: merchantId } = await addMerchant(ctx, "店");
  const save = async (...channels: [to: string, event: string][]) =>
    await saveChannels(ctx, {
      merchantId,
      channels: channels.map(([to, event]) => ({ kind: "mail", to, events: [event] })),
    });
  const twice = save(["shop@example.jp", "incident.opened"], ["ｓｈｏｐ@example.jp", "incident.opened"]);
  await expect(twice).rejects.toMatchObject({ code: "invalid", fields: [{ path: "[1].to" }] });
  expect(await readChannels(ctx, merchantId)).toEqual([]);
  await save(["shop@example.jp", "incident.opened"], ["shop@example.jp", "incident.closed"]);
  expect(await readChannels(ctx, merchantId)).toHaveLength(2);
  await save(["shop@example.jp", "incident.opened"], ["shop@example.jp", "incident.closed"]);
});

it("B10: a secret that nothing can be signed with is refused for a channel that is there, too; what is shown of one keeps it", async () => {
  const { ctx } = house;
  const { id: merchantId } = await addMerchant(ctx, "店");
  const save = async (secret?: string) =>
    await saveChannels(ctx, {
      merchantId,
      channels: [{ kind: "webhook", to: "https://example.jp/in", events: ["incident.opened"], secret }],
    });
  const shown = async () => (await readChannels(ctx, merchantId)).map(({ secret }) => secret);
  const refused = { code: "invalid", fields: [{ path: "[0].secret" }] };
  await expect(save("abc")).rejects.toMatchObject(refused);
  await save();
  await expect(save("abc")).rejects.toMatchObject(refused);
  expect(await shown()).toEqual([undefined]);
  await save(`whsec_${"A".repeat(32)}WXYZ`);
  await save("…WXYZ");
  await save();
  expect(await shown()).toEqual(["…WXYZ"]);
});

it("B10: saved twice at once a list is there once, and nobody is told of one thing twice; endpoints are no more than they may be", async () => {
  const { ctx, database } = house;
  const { id: merchantId } = await addMerchant(ctx, "店");
  const channels = [{ kind: "mail" as const, to: "shop@example.jp", events: ["incident.opened"] }];
  await readFeed(ctx, { merchantId, since: undefined, limit: 1 });
  // Both saves wait for this lock, so that neither sees the other's result.
  const held = await database.pool.connect();
  await held.query("begin");
  await held.query("select from outbox_heads where merchant_id = $1 for update", [merchantId]);
  const saves = [1, 2].map(() => saveChannels(ctx, { merchantId, channels }));
  await until("both wait", async () => (await lockWaits(database.pool)) >= 2);
  await held.query("commit");
  await Promise.all(saves);
  expect((await readChannels(ctx, merchantId)).map(({ to }) => to)).toEqual(["shop@example.jp"]);

  const endpoint = { merchantId, url: "https://example.jp/in", events: ["order.placed"] };
  for (let nth = 1; nth < 20; nth += 1) await addEndpoint(ctx, endpoint);
  await held.query("begin");
  await held.query("select from outbox_heads where merchant_id = $1 for update", [merchantId]);
  const added = [1, 2].map(() => addEndpoint(ctx, endpoint));
  const settled = Promise.allSettled(added);
  await until("both wait", async () => (await lockWaits(database.pool)) >= 2);
  await held.query("commit");
  held.release();
  expect((await settled).map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await listEndpoints(ctx, merchantId)).toHaveLength(20);
});
