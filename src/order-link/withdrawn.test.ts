import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { listFailures } from "../link-log/read-log.ts";
import { endMerchant } from "../merchants/manage-merchants.ts";
import { changeStatus } from "../orders/edit-order.ts";
import { readOrder } from "../orders/read-orders.ts";
import { sendOrders } from "./send-orders.ts";

let house: LinkedShop;
let shop: Awaited<ReturnType<LinkedShop["openShop"]>>;
beforeAll(async () => {
  house = await openLinkedShop();
});
beforeEach(async () => {
  shop = await house.openShop();
});
afterAll(() => house.close());

/** Sends while every call has waited long for its place in the pace, as after a 429. */
async function send(): Promise<void> {
  const { ctx } = house;
  await sendOrders({ ...ctx, settings: { ...ctx.settings, timeoutMs: 0 } }, { merchantId: shop.merchantId });
}

const link = async (id: string) => (await readOrder(house.ctx, { merchantId: shop.merchantId, id })).link;
/** The store and pieces of each transaction of a terminal that is valid in Smaregi. */
const standing = async (terminalId = "2") =>
  (await house.control("GET", `/contracts/sb_${shop.merchantId}/transactions?terminalId=${terminalId}`))
    .filter((each: any) => each.cancelDivision === "0")
    .map((each: any) => [each.storeId, Number(each.details[0].quantity)]);
const failures = async () =>
  (await listFailures(house.ctx, { merchantId: shop.merchantId, limit: 9 })).items.length;

describe("C3, C5: a call that waits long for its place does not go out where the connection is off by then", () => {
  it("a registration: the order waits, and goes by itself once it is on, without a failure", async () => {
    const id = await shop.order(2);
    shop.inCall("registerTransaction", "before", () => shop.connect({ enabled: false }));
    await send();
    expect(await standing()).toEqual([]);
    expect(await link(id)).toMatchObject({ state: "sending" });
    await shop.connect({ enabled: true });
    await send();
    expect(await standing()).toEqual([["1", 2]]);
    expect([(await link(id)).state, await failures()]).toEqual(["registered", 0]);
  });

  it("a registration, and the connection is moved: the order goes to the new store only", async () => {
    const contract = `/contracts/sb_${shop.merchantId}`;
    const { stores, terminals, products, stock } = await house.control("GET", contract);
    await house.control("PUT", contract, {
      stores: [...stores, { storeId: "3" }],
      terminals: [...terminals, { storeId: "3", terminalId: "4" }],
      products,
      stock,
    });
    const id = await shop.order(2);
    shop.inCall("registerTransaction", "before", () => shop.connect({ storeId: "3", terminalId: "4" }));
    await send();
    expect([await standing("2"), await standing("4")]).toEqual([[], [["3", 2]]]);
    expect([(await link(id)).state, await failures()]).toEqual(["registered", 0]);
  });

  it("a cancellation: the sale stands until it is on", async () => {
    const { merchantId } = shop;
    const id = await shop.order(2);
    await send();
    await changeStatus(house.ctx, { merchantId, actor: "test", id, status: "cancelled" });
    shop.inCall("cancelTransaction", "before", () => shop.connect({ enabled: false }));
    await send();
    expect(await standing()).toEqual([["1", 2]]);
    await shop.connect({ enabled: true });
    await send();
    expect(await standing()).toEqual([]);
    expect([(await link(id)).state, await failures()]).toEqual(["cancelled", 0]);
  });

  it("of a merchant whose contract ended meanwhile nothing is told", async () => {
    await shop.order(2);
    shop.inCall("registerTransaction", "before", () => endMerchant(house.ctx, shop.merchantId));
    await send();
    expect(await standing()).toEqual([]);
  });
});
