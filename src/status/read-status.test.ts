import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { sendOrdersAgain } from "../order-link/repair.ts";
import { catchUp } from "../stock-sync/catch-up.ts";
import { readUnread } from "../stock-sync/unread/read-unread.ts";
import { readStatus } from "./read-status.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

const statusOf = ({ merchantId }: { merchantId: string }) => readStatus(house.ctx, merchantId);

it("P6: counts the orders that wait for a press, until it is pressed", async () => {
  const shop = await house.openShop();
  const { merchantId } = shop;
  await shop.order(1);
  await shop.send();
  expect(await statusOf(shop)).toMatchObject({ ordersBehind: 0 });
  const turn = (on: boolean) => shop.select(`update connections set enabled = ${on} where merchant_id = $1`);
  await turn(false);
  await shop.order(1);
  await shop.order(1);
  await turn(true);
  expect(await statusOf(shop)).toMatchObject({ ordersBehind: 2 });
  await sendOrdersAgain(house.ctx, { merchantId, actor: "test", orderIds: "behind" });
  expect(await statusOf(shop)).toMatchObject({ ordersBehind: 0 });
  await shop.send();
  expect(await shop.transactions()).toHaveLength(3);
});

it("tells how far Smaregi's clock is ahead, as its answers told", async () => {
  const shop = await house.openShop();
  expect(await statusOf(shop)).toMatchObject({ clockAheadSeconds: null });
  await shop.switches({ clockOffsetMs: 600_000 });
  for (let nth = 0; nth < 9; nth += 1) await house.ctx.smaregi.stores(shop.account);
  await catchUp(house.ctx, shop);
  expect((await statusOf(shop)).clockAheadSeconds).toBeCloseTo(600, -1);
  await shop.switches({ clockOffsetMs: 0 });
});

it("P2: what the rolling check found is a number that is 0 where every change was told of", async () => {
  const shop = await house.openShop();
  const age = () =>
    shop.select(
      "update variations set reading_began_at = now() - interval '21 hours', created_at = now() - interval '3 days' where merchant_id = $1",
    );
  const check = async () => {
    await age();
    await readUnread(house.ctx, shop);
    await shop.sync();
  };
  await check();
  expect(await statusOf(shop)).toMatchObject({ foundByCheck: 0 });
  await shop.setStock(["8000001"], 4);
  await check();
  expect(await shop.quantity()).toBe(4);
  expect(await statusOf(shop)).toMatchObject({ foundByCheck: 1 });
  await check();
  expect(await statusOf(shop)).toMatchObject({ foundByCheck: 1 });
});
