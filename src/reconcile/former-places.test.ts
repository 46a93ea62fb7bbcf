import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { noAccount } from "../smaregi/account.ts";
import { readOrder } from "../orders/read-orders.ts";
import { askReconciliation, listDifferences, readReconciliation } from "./ask-reconciliation.ts";
import { runReconciliations } from "./run-reconciliations.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

/** A shop with two stores: its order is booked in the first, and its connection is in the second by now. */
async function movedShop() {
  const { ctx } = house;
  const shop = await house.openShop();
  const { merchantId } = shop;
  await shop.addStore("2", ["8000001"]);
  const id = await shop.order(2);
  const other = await shop.order(1);
  await shop.send();
  await shop.connect({ storeId: "2" });
  await runReconciliations(ctx, { merchantId });
  const [sale] = await shop.transactions();
  expect(sale?.storeId).toBe("1");
  return {
    ...shop,
    sale: sale?.transactionHeadId ?? "",
    /** The causes that a 差異チェック found, or its state if it did not finish. */
    compare: async () => {
      const run = await askReconciliation(ctx, { merchantId, actor: "test" });
      await runReconciliations(ctx, { merchantId });
      const { state } = await readReconciliation(ctx, { merchantId, id: run });
      if (state !== "done") return state;
      const { items } = await listDifferences(ctx, { merchantId, id: run, limit: 50 });
      return items.map(({ cause, orderId }) => [cause, orderId]);
    },
    id,
    other,
    link: async () => (await readOrder(ctx, { merchantId, id })).link,
  };
}

it("P1, P7: a sale that is cancelled at the till of a store which the connection has left is found, and its order asks", async () => {
  const shop = await movedShop();
  expect(await shop.compare()).toEqual([]);
  await shop.cancelAtTill(shop.sale);
  expect(await shop.compare()).toEqual([["cancelledAtTill", shop.id]]);
  expect(await shop.link()).toMatchObject({ why: "cancelledAtTill" });
});

it("P7: what others sell in a store that was left is no difference", async () => {
  const shop = await movedShop();
  await shop.select(
    `update transactions set state = 'gone', transaction_id = '999999', transaction_uuid = 'none'
     where merchant_id = $1 and order_id = $2`,
    shop.other,
  );
  expect(await shop.compare()).toEqual([]);
});

it("P3, P7: a store that Smaregi refuses to list keeps nobody from the rest: its sales are asked for singly", async () => {
  const shop = await movedShop();
  await shop.cancelAtTill(shop.sale);
  const { smaregi } = house.ctx;
  house.ctx.smaregi = {
    ...smaregi,
    transactionPage: async (account, of) =>
      of.storeId === "1"
        ? { ...noAccount, kind: "refused", step: "call", status: 404 }
        : await smaregi.transactionPage(account, of),
  };
  expect(await shop.compare()).toEqual([["cancelledAtTill", shop.id]]);
});
