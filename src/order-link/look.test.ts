import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { listFailures } from "../link-log/read-log.ts";
import { noteDone } from "../status/gauges/store.ts";
import { hurryOrders } from "../transactions/due/store.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

it("B3: sales without an answer are found among those of their second, however few a page holds", async () => {
  const shop = await house.openShop();
  await shop.order(1);
  await shop.order(1);
  await shop.switches({ pageLimit: 1 });
  await shop.fault("POST /transactions", "commitThenReset", 2);
  await shop.send();
  const states = await shop.select("select link_state from orders where merchant_id = $1");
  expect(states.map((row) => row.link_state)).toEqual(["registered", "registered"]);
  expect(await shop.transactions()).toHaveLength(2);
});

/** A shop whose order is booked in Smaregi, after a sale of the till; the restored database does not know about it. */
async function openRestored() {
  const shop = await house.openShop();
  const sold = { storeId: "1", terminalId: "2", lines: [{ productId: "8000001", quantity: 1 }] };
  await house.control("POST", `/contracts/sb_${shop.merchantId}/sales`, sold);
  await shop.select("update connections set mode = 'assured' where merchant_id = $1");
  await shop.order(1);
  await shop.send();
  await shop.select(
    `update transactions set state = 'planned', registers = 0, sent_at = null, settled_at = null, contract_id = null,
       store_id = null, terminal_id = null, terminal_tran_id = null, terminal_tran_at = null, transaction_uuid = null,
       transaction_id = null, created_at = created_at - interval '2 minutes' where merchant_id = $1`,
  );
  await shop.select("update orders set link_state = 'sending', restless = true where merchant_id = $1");
  const again = async () => {
    await hurryOrders(house.ctx.db, [shop.merchantId]);
    await shop.send();
  };
  const state = async () =>
    (await shop.select("select link_state from orders where merchant_id = $1"))[0].link_state;
  return { ...shop, again, state };
}

it("P4: a restored order is looked for before each try: a look that failed sends nothing", async () => {
  const shop = await openRestored();
  await shop.fault("GET /transactions", "status500", 2);
  await shop.send();
  await shop.again();
  expect(await shop.state()).toBe("sending");
  await shop.again();
  expect(await shop.state()).toBe("registered");
  expect(await shop.transactions()).toHaveLength(2);
});

it("P4: nor is it sent where Smaregi tells of others than the one asked for", async () => {
  const shop = await openRestored();
  // The first page contains only what was sold at the till.
  await shop.switches({ filters: "ignored", pageLimit: 1 });
  await shop.send();
  expect(await shop.state()).toBe("sending");
  await shop.switches({ filters: "minded", pageLimit: null });
  await shop.again();
  expect(await shop.state()).toBe("registered");
  expect(await shop.transactions()).toHaveLength(2);
});

it("P1: nor is one that was edited and sent after the backup: that sale stands, and is told of until somebody has cancelled it", async () => {
  const shop = await openRestored();
  const [till, sent] = await shop.transactions();
  // The edit was sent, but nothing is known about it here.
  await shop.select("delete from transaction_stock where merchant_id = $1");
  await shop.select("update transactions set id = gen_random_uuid() where merchant_id = $1");
  await noteDone(house.ctx.db, "restored");
  await shop.fault("GET /transactions", "status500", 1);
  await shop.send();
  for (const _ of [1, 2, 3]) await shop.again();
  expect(await shop.state()).toBe("sending");
  expect(await shop.transactions()).toHaveLength(2);
  const [failure] = (await listFailures(house.ctx, { merchantId: shop.merchantId, limit: 50 })).items;
  expect(failure?.fact).toEqual({
    kind: "standsUnknown",
    data: { transactionId: sent.transactionHeadId },
  });
  await shop.cancelAtTill(sent.transactionHeadId);
  await shop.again();
  expect(await shop.state()).toBe("registered");
  const standing = (await shop.transactions()).filter((each) => each.cancelDivision === "0");
  expect(standing.map(({ memo }) => memo)).toEqual([till.memo, sent.memo]);
  // Later orders are sent as always: nothing is looked for.
  await shop.order(1);
  const looks = async () => (await house.control("GET", `/calls?contractId=sb_${shop.merchantId}`)).counts;
  const before = (await looks())["GET /transactions"];
  await shop.send();
  expect((await looks())["GET /transactions"]).toBe(before);
});

it("P4: nor is one that was taken back in Smaregi since taken for registered: the merchant is asked", async () => {
  const shop = await openRestored();
  const [, own] = await shop.transactions();
  await shop.cancelAtTill(own.transactionHeadId);
  await shop.send();
  expect(await shop.select("select link_state, link_why from orders where merchant_id = $1")).toEqual([
    { link_state: "failed", link_why: "cancelledAtTill" },
  ]);
  expect(await shop.transactions()).toHaveLength(2);
});

it("F1: a registration that a look finds tells of the goods that Smaregi left out, as its answer would", async () => {
  const shop = await house.openShop();
  await shop.order(1);
  await shop.deleteProduct("8000001");
  await shop.fault("POST /transactions", "commitThenReset");
  await shop.send();
  await shop.sync();
  const { items } = await listFailures(house.ctx, { merchantId: shop.merchantId, limit: 9 });
  expect(items.map(({ fact }) => fact)).toEqual([
    { kind: "productGone", data: { productId: "8000001" } },
    { kind: "leftOut", data: { productIds: ["8000001"] } },
  ]);
  // Its stock row, which was left behind, brings nothing back.
  expect(await shop.quantity()).toBe(0);
});

it("O5: a sale that stands twice, and one that a frozen process tells of late, stand in the order's log", async () => {
  const shop = await house.openShop();
  const log = async () =>
    (await shop.select("select event, transaction_id from order_log where merchant_id = $1 order by id"))
      .map(({ event, transaction_id }) => `${event} ${transaction_id}`)
      .filter((each) => each.startsWith("transaction"));
  await shop.order(1);
  // The row is taken over and given up while its call is out.
  shop.inCall("registerTransaction", "after", () =>
    shop.select(
      "update transactions set state = 'planned', halt = 'registerFailed', registers = 2 where merchant_id = $1",
    ),
  );
  await shop.send();
  expect(await log()).toEqual(["transactionRegistered 1"]);
  await shop.select(
    "update transactions set state = 'unclear', registers = 3, transaction_id = null where merchant_id = $1",
  );
  await shop.select("update orders set restless = true where merchant_id = $1");
  const [{ terminalTranId, terminalTranDateTime, transactionUuid }] = await shop.transactions();
  await shop.switches({ duplicateKey: "accept" });
  const details = [
    { transactionDetailId: "1", transactionDetailDivision: "1", salesPrice: "1000", quantity: "1" },
  ];
  const head = { transactionHeadDivision: "1", subtotal: "1000", total: "1000" };
  const keys = { storeId: "1", terminalId: "2", terminalTranId, terminalTranDateTime, transactionUuid };
  await house.ctx.smaregi.registerTransaction(shop.account, { ...head, ...keys, details });
  await shop.send();
  expect(await log()).toEqual([
    "transactionRegistered 1",
    "transactionRegistered 2",
    "transactionRegistered 1",
    "transactionCancelled 2",
  ]);
});
