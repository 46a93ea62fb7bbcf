import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { addVariation } from "../../test/support/rows.ts";
import { removeConnection } from "../connection/remove-connection.ts";
import { dueWork } from "../status/store.ts";
import { askReconciliation, listReconciliations, readReconciliation } from "./ask-reconciliation.ts";
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
  return {
    ...shop,
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
  // It was asked for, but the link is off again before it began.
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

it.each([
  ["moved to another store", { storeId: "2" }, "placeChanged", 5],
  ["switched off", { enabled: false }, "linkIsOff", 10],
])(
  "P7: a run in whose middle the connection is %s is over, and compares no number with another store",
  async (_, to, why, quantity) => {
    const { ctx } = house;
    const shop = await openShop();
    const { merchantId } = shop;
    const ids = ["8000001", "8000002", "8000003"];
    await shop.addToSmaregi(ids.slice(1).map((productId) => ({ productId, stockAmount: 10 })));
    for (const smaregiProductId of ids.slice(1))
      await addVariation(ctx, merchantId, { stockManaged: true, smaregiProductId });
    await shop.addStore("2", ids);
    const changes = ids.map((productId) => ({ productId, storeId: "2", stockAmount: 5 }));
    await house.control("POST", `/contracts/sb_${merchantId}/stock`, { changes, notify: false });
    await shop.sync();
    await shop.switches({ pageLimit: 1 });
    const id = await askReconciliation(ctx, { merchantId, actor: "人" });
    shop.inCall("stockPage", "after", async () => {
      await shop.connect(to);
      await shop.sync();
    });
    await runReconciliations(ctx, { merchantId });
    expect(await shop.quantity()).toBe(quantity);
    const { state, reason } = await readReconciliation(ctx, { merchantId, id });
    expect([state, reason?.kind]).toEqual(["failed", why]);
    const numbers = "select cause from differences where merchant_id = $1 and smaregi_quantity is not null";
    expect(await shop.select(numbers)).toEqual([]);
  },
);

it("P7: saved again without a change, or connected for the first time, nothing is compared; connected again it is", async () => {
  const shop = await openShop();
  await shop.connect({ mode: "assured" });
  expect(await shop.isDue()).toBe(false);
  const connectAgain = async () => {
    await removeConnection(house.ctx, shop);
    await shop.connect({});
  };
  // None of its orders was ever sent, so nothing can differ.
  await connectAgain();
  expect(await shop.isDue()).toBe(false);
  await shop.order(1);
  await connectAgain();
  expect(await shop.isDue()).toBe(true);
});
