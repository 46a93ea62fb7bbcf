import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { testConnection } from "../connection/test-connection.ts";
import { catchUp } from "./catch-up.ts";

let linked: LinkedShop;
beforeAll(async () => {
  linked = await openLinkedShop();
});
afterAll(() => linked.close());

describe.each([
  ["ahead", 600],
  ["behind", -600],
])("Smaregi's clock ten minutes %s", (_, seconds) => {
  it("S2: what changed without a notification is found all the same", async () => {
    const shop = await linked.openShop();
    await shop.switches({ clockOffsetMs: seconds * 1_000 });
    // The first look reads all, and its answers tell the time; from then on only what changed is asked for.
    await catchUp(linked.ctx, shop);
    await shop.sync();
    for (let nth = 0; nth < 9; nth += 1) await linked.ctx.smaregi.stores(shop.account);
    await shop.setStock(["8000001"], 6);
    await catchUp(linked.ctx, shop);
    expect(await shop.quantity()).toBe(6);
    expect((await testConnection(linked.ctx, shop.merchantId)).clockAheadSeconds).toBeCloseTo(seconds, -1);
  });
});
