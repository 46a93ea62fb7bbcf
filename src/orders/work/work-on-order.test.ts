import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../../test/support/database.ts";
import { noMoney } from "../../../test/support/money.ts";
import { addVariation } from "../../../test/support/rows.ts";
import type { Context } from "../../context.ts";
import { createMerchant } from "../../merchants/manage-merchants.ts";
import { changeStatus } from "../edit-order.ts";
import { placeOrder } from "../place-order.ts";
import { listOrders, orderLog, readOrder } from "../read-orders.ts";
import { commentOnOrder } from "./comment-on-order.ts";
import type { WorkPart } from "./rules.ts";
import { workOnOrder } from "./work-on-order.ts";

let database: TestDatabase;
let ctx: Context;
let merchantId = "";
let variationId = "";
beforeAll(async () => {
  database = await testDatabase();
  ctx = {
    db: database.db,
    pool: database.pool,
    clock: () => new Date("2026-11-25T15:00:00Z"),
  } as Context;
  merchantId = (await createMerchant(ctx, { name: "作業の店" })).id;
  variationId = await addVariation(ctx, merchantId, { stockManaged: false });
});
afterAll(() => database.drop());

const actor = "店員";
async function placed(customer: object = {}): Promise<string> {
  const lines = [{ variationId, quantity: 1 }];
  const order = { kind: "normal" as const, lines, customer, money: noMoney };
  return (await placeOrder(ctx, { merchantId, actor, order })).id;
}
const work = (id: string, change: WorkPart, seen?: WorkPart) =>
  workOnOrder(ctx, { merchantId, actor, id, change, seen });
const read = (id: string) => readOrder(ctx, { merchantId, id });
const found = async (q: string) =>
  (await listOrders(ctx, { merchantId, limit: 10, search: { q } })).items.map(({ id }) => id);

describe("W1: what the shop notes of an order", () => {
  it("stands with it, in its log, and the one status follows; the link hears nothing", async () => {
    const id = await placed();
    const before = await read(id);
    expect(before.work).toEqual({ payment: "unpaid", shipping: "unshipped" });
    await work(id, { payment: "paid", memo: "のし紙" });
    const after = await read(id);
    expect(after.work).toEqual({
      payment: "paid",
      paidOn: "2026-11-26",
      shipping: "unshipped",
      memo: "のし紙",
    });
    expect(after.status).toBe("paid");
    expect(after.link).toEqual(before.link);
    await work(id, { payment: "paid", memo: "のし紙" });
    const { items } = await orderLog(ctx, { merchantId, id, limit: 50 });
    expect(items.filter(({ event }) => event === "workChanged")).toHaveLength(1);
  });

  it("follows the one status, where that is written", async () => {
    const id = await placed();
    await changeStatus(ctx, { merchantId, actor, id, status: "shipped" });
    expect((await read(id)).work).toEqual({
      payment: "unpaid",
      shipping: "shipped",
      shippedOn: "2026-11-26",
    });
    await changeStatus(ctx, { merchantId, actor, id, status: "new" });
    expect((await read(id)).work).toEqual({ payment: "unpaid", shipping: "unshipped" });
  });

  it("of two people at one field the second is told; at two fields both stand", async () => {
    const id = await placed();
    const seen = { memo: "", trackingNumber: null };
    await work(id, { memo: "一人目" }, seen);
    await expect(work(id, { memo: "二人目" }, seen)).rejects.toMatchObject({
      code: "order_changed",
      fields: [{ path: "memo" }],
    });
    await work(id, { trackingNumber: "123456789012" }, seen);
    expect((await read(id)).work).toMatchObject({ memo: "一人目", trackingNumber: "123456789012" });
  });

  it("is what the order is found by: phone, memo, tracking number, product, however it is spelled", async () => {
    const id = await placed({ name: "田中", phone: "03-1234-5678" });
    await work(id, { memo: "ギフト包装あり", trackingNumber: "998877665544" });
    for (const q of ["03-1234-5678", "0312345678", "ぎふと包装", "8877-6655", "９９８８７７"])
      expect(await found(q)).toEqual([id]);
    expect(await found("品")).toContain(id);
  });

  it("a comment that is sent twice stands once in the log", async () => {
    const id = await placed();
    const comment = { merchantId, actor, id, text: "お電話しました。", key: "k1" };
    await Promise.all([commentOnOrder(ctx, comment), commentOnOrder(ctx, comment)]);
    const { items } = await orderLog(ctx, { merchantId, id, limit: 50 });
    expect(items.filter(({ event }) => event === "commented")).toHaveLength(1);
  });

  it("another merchant's order is unknown", async () => {
    const id = await placed();
    const other = (await createMerchant(ctx, { name: "よその店" })).id;
    const at = { merchantId: other, actor, id };
    await expect(workOnOrder(ctx, { ...at, change: { memo: "x" } })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(commentOnOrder(ctx, { ...at, text: "x", key: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
