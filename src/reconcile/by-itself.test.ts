import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { removeConnection, saveConnection } from "../connection/save-connection.ts";
import { dueWork } from "../status/store.ts";
import { askReconciliation, listReconciliations } from "./ask-reconciliation.ts";
import { runReconciliations } from "./run-reconciliations.ts";
import { actors } from "../facts/actors.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

async function openShop() {
  const { ctx } = house;
  const shop = await house.openShop();
  const { merchantId } = shop;
  const place = { contractId: `sb_${merchantId}`, storeId: "1", terminalId: "2" };
  return {
    ...shop,
    connect: (more: object) =>
      saveConnection(ctx, { merchantId, actor: "test", connection: { ...place, ...more } }),
    run: () => runReconciliations(ctx, { merchantId }),
    runs: async () => {
      const { items } = await listReconciliations(ctx, { merchantId, limit: 10 });
      return items.map(({ state, askedBy }) => [state, askedBy]).toReversed();
    },
    isDue: async () => {
      const due = await dueWork(ctx.db, { today: "2026-11-26", now: new Date() });
      return due.some((each) => each.task === "runReconciliations" && each.merchantId === merchantId);
    },
  };
}

it("P7: it runs by itself when the switch goes on, and never while it is off (C3)", async () => {
  const shop = await openShop();
  await shop.connect({ enabled: false });
  expect(await shop.isDue()).toBe(false);
  await shop.connect({ enabled: true });
  await shop.connect({ enabled: false });
  // Asked for, and off again before it began.
  expect(await shop.isDue()).toBe(false);
  await shop.run();
  expect(await shop.runs()).toEqual([]);
  await shop.connect({ enabled: true });
  expect(await shop.isDue()).toBe(true);
  await shop.run();
  await shop.run();
  expect(await shop.runs()).toEqual([["done", actors.switchedOn]]);
});

it("P7: it runs by itself after a change of store, after a run that is from before the change", async () => {
  const shop = await openShop();
  await shop.addStore("2", ["8000001"]);
  await askReconciliation(house.ctx, { merchantId: shop.merchantId, actor: "人" });
  await shop.connect({ storeId: "2" });
  await shop.run();
  expect(await shop.runs()).toEqual([
    ["done", "人"],
    ["done", actors.placeChanged],
  ]);
});

it("P7: saved again without a change, or connected for the first time, nothing is compared; connected again it is", async () => {
  const shop = await openShop();
  await shop.connect({ mode: "assured" });
  expect(await shop.isDue()).toBe(false);
  const connectAgain = async () => {
    await removeConnection(house.ctx, shop);
    await shop.connect({});
  };
  // No order of it was ever sent: there is nothing that could differ.
  await connectAgain();
  expect(await shop.isDue()).toBe(false);
  await shop.order(1);
  await connectAgain();
  expect(await shop.isDue()).toBe(true);
});
