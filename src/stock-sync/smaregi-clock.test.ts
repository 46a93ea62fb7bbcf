import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { testConnection } from "../connection/test-connection.ts";
import { catchUp } from "./catch-up.ts";
import { readStock } from "./read-stock.ts";
import type { Reading, Signal } from "./rules.ts";

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
    // The first look reads everything, and its answers give the time; after that only changes are asked for.
    await catchUp(linked.ctx, shop);
    await shop.sync();
    for (let nth = 0; nth < 9; nth += 1) await linked.ctx.smaregi.stores(shop.account);
    await shop.setStock(["8000001"], 6);
    await catchUp(linked.ctx, shop);
    expect(await shop.quantity()).toBe(6);
    expect((await testConnection(linked.ctx, shop.merchantId)).clockAheadSeconds).toBeCloseTo(seconds, -1);
  });

  it("P4: a process that does not know it, since its first call was lost, does not look past what changed", async () => {
    const shop = await linked.openShop();
    await shop.switches({ clockOffsetMs: seconds * 1_000 });
    await catchUp(linked.ctx, shop);
    await shop.sync();
    // Ten minutes have passed, and the change came in the middle of them.
    await shop.select(
      "update connections set caught_up_at = caught_up_at - interval '10 minutes' where merchant_id = $1",
    );
    await shop.switches({ clockOffsetMs: (seconds - 300) * 1_000 });
    await shop.setStock(["8000001"], 6);
    await shop.switches({ clockOffsetMs: seconds * 1_000 });
    shop.asNewProcess();
    await linked.control("POST", "/faults", { call: "POST /token", kind: "reset", times: 2 });
    await catchUp(linked.ctx, shop);
    expect(await shop.quantity()).toBe(10);
    await catchUp(linked.ctx, shop);
    expect(await shop.quantity()).toBe(6);
  });

  it("what a burst of notifications tells of is read by the window of its changes, in one call", async () => {
    const shop = await linked.openShop();
    await shop.switches({ clockOffsetMs: seconds * 1_000 });
    for (let nth = 0; nth < 9; nth += 1) await linked.ctx.smaregi.stores(shop.account);
    const products = Array.from({ length: 6 }, (_, nth) => ({
      productId: String(8_000_010 + nth),
      stockAmount: 3,
    }));
    await shop.addToSmaregi(products);
    const signals = products.map(({ productId: smaregiProductId }): Signal => {
      return { smaregiProductId, askedAt: new Date(), notifiedAt: new Date() };
    });
    const { smaregi } = linked.ctx;
    const reader = { smaregi, account: shop.account, storeId: "1", now: () => new Date() };
    const batches: Reading[][] = [];
    for await (const readings of readStock(reader, signals)) batches.push(readings);
    expect(batches.map((readings) => readings.map(({ kind }) => kind))).toEqual([Array(6).fill("found")]);
  });
});
