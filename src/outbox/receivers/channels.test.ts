import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestContext } from "../../../test/support/context.ts";
import { addMerchant } from "../../../test/support/rows.ts";
import { readChannels, saveChannels } from "./channels.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
beforeAll(async () => {
  house = await openTestContext();
});
afterAll(() => house.close());

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
