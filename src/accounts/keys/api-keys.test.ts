import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestContext } from "../../../test/support/context.ts";
import { addMerchant } from "../../../test/support/rows.ts";
import { authenticate, createKey, endKey, listKeys } from "./api-keys.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
let merchantId: string;
beforeAll(async () => {
  house = await openTestContext();
  merchantId = (await addMerchant(house.ctx, "結び商店")).id;
});
afterAll(() => house.close());

const open = (apiKey: string, address?: string) => authenticate(house.ctx, `Bearer ${apiKey}`, address);
const select = (text: string, values: unknown[]) => house.database.pool.query(text, values);

it("a key does what it was made for and no more, and tells when and from where it was last used", async () => {
  const { id, apiKey } = await createKey(house.ctx, { merchantId, name: "倉庫", scopes: ["read", "orders"] });
  expect((await open(apiKey, "192.0.2.9")).may).toEqual(["orders.edit"]);
  const whole = await createKey(house.ctx, { merchantId, name: "全部" });
  expect((await open(whole.apiKey)).may).toContain("settings.edit");
  const { items } = await listKeys(house.ctx, { merchantId, limit: 10 });
  expect(items.find((each) => each.id === id)).toMatchObject({
    scopes: ["read", "orders"],
    lastUsedFrom: "192.0.2.9",
    lastUsedAt: expect.any(Date),
    expiresAt: null,
  });
  await endKey(house.ctx, { id, merchantId });
  await expect(open(apiKey)).rejects.toMatchObject({ code: "unauthorized" });
});

it("opens nothing from the moment on when it is over, and says so; none is made that is over already", async () => {
  const expiresAt = new Date(Date.now() + 86_400_000);
  const { id, apiKey } = await createKey(house.ctx, { merchantId, name: "期限", expiresAt });
  expect((await open(apiKey)).name).toBe("結び商店");
  await select("update api_keys set expires_at = clock_timestamp() where id = $1", [id]);
  await expect(open(apiKey)).rejects.toMatchObject({
    code: "unauthorized",
    detail: { ja: expect.stringContaining("有効期限") },
  });
  await expect(
    createKey(house.ctx, { merchantId, name: "昨日", expiresAt: new Date(Date.now() - 1) }),
  ).rejects.toMatchObject({ code: "invalid", fields: [{ path: "expiresOn" }] });
});

it("the database itself takes no scope that nobody knows, and no key without any", async () => {
  for (const scopes of ["{accounts}", "{}", "{read,odd}"])
    await expect(
      select("update api_keys set scopes = $2 where merchant_id = $1", [merchantId, scopes]),
    ).rejects.toThrow("violates check constraint");
});
