import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestContext } from "../../../test/support/context.ts";
import { addMerchant } from "../../../test/support/rows.ts";
import { readChannels, saveChannels } from "./channels.ts";

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
