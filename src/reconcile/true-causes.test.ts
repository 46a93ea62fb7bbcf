import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { changeStatus } from "../orders/edit-order.ts";
import { receiveNotification } from "../stock-sync/receive-notification.ts";
import { askReconciliation, listDifferences, readReconciliation } from "./ask-reconciliation.ts";
import { mendDifference } from "./mend-difference.ts";
import { runReconciliations } from "./run-reconciliations.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

const actor = "test";

async function openShop() {
  const { ctx } = house;
  const shop = await house.openShop();
  const { merchantId } = shop;
  const compare = async () => {
    const id = await askReconciliation(ctx, { merchantId, actor });
    await runReconciliations(ctx, { merchantId });
    const { items } = await listDifferences(ctx, { merchantId, id, limit: 50 });
    return items.map((each) => ({ ...each, reconciliationId: id }));
  };
  return {
    ...shop,
    compare,
    causes: async () => (await compare()).map(({ cause }) => cause),
    cancel: (id: string) => changeStatus(ctx, { merchantId, actor, id, status: "cancelled" }),
    standing: async () => (await shop.transactions()).filter((each) => each.cancelDivision === "0"),
  };
}

describe("P7: each difference has its true cause", () => {
  it("a cancellation on its way is no difference, and is not 'repaired'", async () => {
    const shop = await openShop();
    const id = await shop.order(2);
    await shop.send();
    await shop.sync();
    await shop.notify();
    await shop.sync();
    expect(await shop.quantity()).toBe(8);
    await shop.cancel(id);
    expect(await shop.causes()).toEqual([]);
    await shop.sync();
    expect(await shop.quantity()).toBe(10);
    await shop.send();
    await shop.sync();
    expect(await shop.causes()).toEqual([]);
    expect([await shop.quantity(), await shop.smaregiStock()]).toEqual([10, 10]);
  });

  it("a quantity whose reading failed is told as that, one that no notification told of as that", async () => {
    const shop = await openShop();
    await shop.setStock(["8000001"], 4);
    expect(await shop.causes()).toEqual(["lostNotification"]);
    await shop.sync();
    await shop.setStock(["8000001"], 3);
    await shop.notify();
    await shop.fault("GET /stock", "status500");
    await shop.sync();
    expect(await shop.quantity()).toBe(4);
    expect(await shop.causes()).toEqual(["readingFailed"]);
    await shop.sync();
    expect(await shop.quantity()).toBe(3);
    expect(await shop.causes()).toEqual([]);
  });

  it.each([
    ["another store's", "2", "lostNotification"],
    ["another store's, with zeros in front", "02", "lostNotification"],
    // The notification was received, but its product was not read: our fault.
    ["this store's", "1", "unexplained"],
    ["this store's, with zeros in front", "01", "unexplained"],
    ["none's, as in Smaregi's own example", "0", "unexplained"],
  ])("a notification of %s stock tells of that store's", async (_, storeId, cause) => {
    const shop = await openShop();
    await shop.setStock(["8000001"], 4);
    await receiveNotification(house.ctx, {
      contractId: `sb_${shop.merchantId}`,
      event: "pos:stock",
      action: "edited",
      entries: [],
      odd: 0,
      eventId: "an event",
      body: { ids: [{ id: "1", productId: "8000001", storeId }] },
    });
    expect(await shop.causes()).toEqual([cause]);
  });

  it("a product, and the transactions of it, at another tax rate than here are named with both rates (case 06)", async () => {
    const shop = await openShop();
    await shop.order(1);
    await shop.send();
    await shop.sync();
    expect(await shop.causes()).toEqual([]);
    await shop.changeProduct("8000001", { reduceTaxId: "10000001" });
    await shop.order(1);
    await shop.send();
    await shop.sync();
    const found = await shop.compare();
    expect(found.map(({ cause, note }) => [cause, note])).toEqual([
      ["productTaxRate", "10% / 8%"],
      ["otherTaxRate", null],
    ]);
  });
});

it("O5: what is found of an order's transactions stands in its log, and is told outside", async () => {
  const shop = await openShop();
  await shop.order(2);
  await shop.send();
  await shop.sync();
  const since = async () => {
    const { rows } = await house.ctx.pool.query(
      `with logged as (delete from order_log where merchant_id = $1 returning event, fact, transaction_id),
         told as (delete from outbox where merchant_id = $1 and type like 'order.%' returning type)
       select array(select event || ' ' || (fact ->> 'kind') || ' ' || coalesce(transaction_id, '') from logged) as logged,
         array(select type from told) as told`,
      [shop.merchantId],
    );
    return rows[0];
  };
  await since();
  await shop.select(
    "update transactions set state = 'planned', halt = 'registerFailed', transaction_id = null where merchant_id = $1",
  );
  await shop.compare();
  expect(await since()).toEqual({
    logged: ["transactionRegistered registered 1"],
    told: ["order.registered"],
  });
  await shop.cancelAtTill("1");
  await shop.compare();
  expect(await since()).toEqual({ logged: ["registrationFailed cancelledAtTill 1"], told: ["order.failed"] });
  // It is reported only once.
  await shop.compare();
  expect(await since()).toEqual({ logged: [], told: [] });
});

it("O5: a sale that was not wanted, and that somebody took back in Smaregi, is told as cancelled", async () => {
  const shop = await openShop();
  const id = await shop.order(2);
  await shop.send();
  await shop.cancel(id);
  await shop.fault("POST /transactions/{id}/cancel", "status400");
  await shop.send();
  await shop.cancelAtTill("1");
  await shop.select("delete from order_log where merchant_id = $1");
  await shop.compare();
  const log = await shop.select("select event, fact from order_log where merchant_id = $1");
  expect(log).toEqual([
    {
      event: "transactionCancelled",
      fact: { kind: "cancelled", data: { transactionId: "1", byLook: true } },
    },
  ]);
});

describe("P7: the two masters are compared for every link, and changed by nobody", () => {
  it("price, and whether it can be sold, with both values; what was read is the mirror's", async () => {
    const shop = await openShop();
    await shop.changeProduct("8000001", { price: 1100, stores: [{ storeId: "1", assignDivision: "1" }] });
    const found = await shop.compare();
    expect(found.map(({ cause, note }) => [cause, note])).toEqual([
      ["productPrice", "1000 / 1100"],
      ["notSellable", "notInStore"],
    ]);
    const kept = await shop.select("select price, not_sold_in from smaregi_products where merchant_id = $1");
    expect(kept).toEqual([{ price: 1100, not_sold_in: ["1"] }]);
    expect(await shop.select("select price from products where merchant_id = $1")).toEqual([{ price: 1000 }]);
  });
});

describe("P7: one press mends it", () => {
  it("a transaction with another sale is cancelled, and the order registered anew; pressed twice it is done once", async () => {
    const shop = await openShop();
    await shop.order(2);
    await shop.send();
    await shop.sync();
    await shop.select(
      "update transactions set sale = jsonb_set(sale, '{lines,0,quantity}', '3') where merchant_id = $1",
    );
    const [found] = await shop.compare();
    expect(found).toMatchObject({ cause: "otherLines", logEntry: null });
    const press = () =>
      mendDifference(house.ctx, {
        merchantId: shop.merchantId,
        actor,
        reconciliationId: found?.reconciliationId ?? "",
        id: String(found?.id),
      });
    await press();
    await press();
    await shop.send();
    await press();
    await shop.send();
    await shop.sync();
    expect(await shop.transactions()).toHaveLength(2);
    expect(await shop.standing()).toHaveLength(1);
    expect(await shop.causes()).toEqual([]);
  });

  it("there is no press for what only a person can mend", async () => {
    const shop = await openShop();
    await shop.changeProduct("8000001", { reduceTaxId: "10000001" });
    const [found] = await shop.compare();
    const { merchantId } = shop;
    const at = { merchantId, actor, reconciliationId: found?.reconciliationId ?? "", id: String(found?.id) };
    await expect(mendDifference(house.ctx, at)).rejects.toMatchObject({ code: "not_found" });
    await expect(mendDifference(house.ctx, { ...at, id: "999999" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("a sale that no order knows is told, however few a page of transactions holds", async () => {
    const shop = await openShop();
    await shop.order(1);
    await shop.send();
    const [{ terminalTranDateTime }] = await shop.transactions();
    const details = [
      { transactionDetailId: "1", transactionDetailDivision: "1", salesPrice: "100", quantity: "1" },
    ];
    const sale = {
      subtotal: "100",
      total: "100",
      storeId: "1",
      terminalId: "2",
      terminalTranId: "777",
      details,
    };
    const body = { transactionHeadDivision: "1", ...sale, terminalTranDateTime };
    await house.ctx.smaregi.registerTransaction(shop.account, body);
    await shop.switches({ pageLimit: 1 });
    expect(await shop.causes()).toEqual(["unknownTransaction"]);
  });

  it("P5: a transaction at which Smaregi's list fails keeps no other order from being compared; the check says that it is not whole", async () => {
    const shop = await openShop();
    await shop.order(1);
    const other = await shop.order(1);
    await shop.send();
    const [first, second] = await shop.transactions();
    const { transactionHeadId: id } = first;
    await house.ctx.smaregi.cancelTransaction(shop.account, second.transactionHeadId);
    await shop.switches({ pageLimit: 1, failingRows: [{ call: "GET /transactions", id }] });
    const found = await shop.compare();
    const ofOrders = found.filter(({ orderId }) => orderId !== null);
    expect(ofOrders.map(({ cause, orderId }) => [cause, orderId])).toEqual([["cancelledAtTill", other]]);
    const check = { merchantId: shop.merchantId, id: found[0]?.reconciliationId ?? "" };
    expect(await readReconciliation(house.ctx, check)).toMatchObject({ state: "failed" });
  });
});
