import { afterAll, beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { refuse } from "../../test/support/refuse.ts";
import { GatheringClient } from "../kit/gathering-client.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

it("every statement that runs with each order or sale is planned once and not each time", async () => {
  const shop = await house.openShop();
  const round = async () => {
    await shop.order(1);
    await shop.send();
    await shop.sync();
  };
  await round();
  const spy = vi.spyOn(GatheringClient.prototype, "query");
  onTestFinished(() => spy.mockRestore());
  await round();
  const asked = spy.mock.calls.map(([query]) => query);
  const texts = asked.flatMap((query) => (typeof query === "string" ? [query] : []));
  expect(new Set(texts.map((text) => text.trim().replace(/\(.*/s, "")))).toEqual(
    new Set([
      "begin",
      "commit",
      "select pg_try_advisory_lock",
      "select pg_advisory_unlock",
      // No worker runs in this process, so the wake goes to the queue.
      "select from graphile_worker.add_jobs",
    ]),
  );
  // The other statements have a name.
  expect(asked.length).toBeGreaterThan(texts.length + 20);
});

/** From now on the database refuses writes for the order's transactions; returns a function that ends this. */
const refuseOf = (orderId: string | undefined) =>
  refuse(house.ctx.pool, "update on transactions", `old.order_id = '${orderId}'`);

it("an order whose claim throws keeps no other one", async () => {
  const shop = await house.openShop();
  const ids: string[] = [];
  for (let nth = 0; nth < 8; nth += 1) ids.push(await shop.order(1));
  const allow = await refuseOf(ids[0]);
  await expect(shop.send()).rejects.toThrow("a fault of ours");
  expect(await shop.transactions()).toHaveLength(7);
  await allow();
  await shop.send();
  expect(await shop.transactions()).toHaveLength(8);
});

it("nor does one that was cut short, and can't be taken over", async () => {
  const shop = await house.openShop();
  const cut = await shop.order(1);
  const { smaregi } = house.ctx;
  house.ctx.smaregi = { ...smaregi, registerTransaction: () => Promise.reject(new Error("killed")) };
  await expect(shop.send()).rejects.toThrow("killed");
  house.ctx.smaregi = smaregi;
  const allow = await refuseOf(cut);
  onTestFinished(allow);
  for (let nth = 0; nth < 5; nth += 1) await shop.order(1);
  await expect(shop.send()).rejects.toThrow("a fault of ours");
  expect(await shop.transactions()).toHaveLength(5);
});
