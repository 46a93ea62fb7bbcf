import iconv from "iconv-lite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockWaits } from "../../test/support/locks.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { noMoney } from "../../test/support/money.ts";
import { addVariation } from "../../test/support/rows.ts";
import { until } from "../../test/support/wait.ts";
import { listAudit } from "../audit/read-audit.ts";
import type { Context } from "../context.ts";
import { createMerchant } from "../merchants/manage-merchants.ts";
import { changeStatus } from "../orders/edit-order.ts";
import { placeOrder } from "../orders/place-order.ts";
import { listOrders, readOrder } from "../orders/read-orders.ts";
import { exportOrders } from "./export-orders.ts";
import { exportParcels } from "./export-parcels.ts";
import { makePapers } from "./make-papers.ts";
import { readPaperSettings, savePaperSettings } from "./paper-settings.ts";

const by = { actor: "管理画面: 店長", address: "192.0.2.1" };
let database: TestDatabase;
let ctx: Context;
let merchantId = "";
/** A paid one, an unpaid one and a cancelled one. */
const orders: { id: string; number: string }[] = [];
const customer = {
  name: "結城 花",
  phone: "03-1234-5678",
  postalCode: "100-0001",
  prefecture: "東京都",
  address: "千代田区1-1",
};
beforeAll(async () => {
  database = await testDatabase();
  ctx = {
    db: database.db,
    pool: database.pool,
    clock: () => new Date("2026-11-25T16:00:00Z"),
  } as Context;
  merchantId = (await createMerchant(ctx, { name: "紙の店" })).id;
  const variationId = await addVariation(ctx, merchantId, { stockManaged: false });
  for (const status of ["paid", "new", "cancelled"] as const) {
    const lines = [{ variationId, quantity: 2 }];
    const order = { kind: "normal" as const, lines, customer, money: { ...noMoney, shippingFee: 550 } };
    const placed = await placeOrder(ctx, { merchantId, actor: "test", order });
    await changeStatus(ctx, { merchantId, actor: "test", id: placed.id, status });
    orders.push(placed);
  }
});
afterAll(() => database.drop());

const all = () => ({ orderIds: orders.map(({ id }) => id) });
const settings = {
  issuer: "結び商店",
  postalCode: "600-0001",
  address: "京都府京都市1-1",
  phone: "075-000-0000",
  registrationNumber: "T1234567890123",
  note: "ありがとうございます。",
  b2Customer: "0750000000",
  b2Class: "",
  b2Freight: "01",
  b2Kind: "0",
  b2Goods: "食品",
};

describe("W4: papers of many orders", () => {
  it("have the issuer, each order's sums a rate, and what to pick; what is left out is named", async () => {
    const papers = await makePapers(ctx, { merchantId, chosen: all(), withUnpaid: false });
    expect(papers.issuer.name).toBe("紙の店");
    expect(papers.notes.map(({ number }) => number)).toEqual(orders.slice(0, 2).map(({ number }) => number));
    expect(papers.notes[0]).toMatchObject({
      suppliedOn: "2026-11-26",
      recipient: { name: "結城 花" },
      perRate: [{ rate: 10, gross: 2550, tax: 231 }],
      total: 2550,
    });
    expect(papers.picking.rows).toMatchObject([{ productName: "品", quantity: 2, orders: 1 }]);
    expect(papers.picking.leftOut.map(({ why }) => why)).toEqual(["unpaid", "cancelled"]);
  });

  it("bear the shop's settings, whose change stands in 監査ログ", async () => {
    const by = { actor: "店長", address: null };
    await savePaperSettings(ctx, { merchantId, by, settings });
    await savePaperSettings(ctx, { merchantId, by, settings });
    expect(await readPaperSettings(ctx, merchantId)).toEqual(settings);
    const { issuer } = await makePapers(ctx, { merchantId, chosen: all(), withUnpaid: true });
    expect(issuer).toMatchObject({ name: "結び商店", registrationNumber: "T1234567890123" });
    const { rows } = await database.pool.query(
      "select event from audit_log where merchant_id = $1 and event = 'paperSettingsSaved'",
      [merchantId],
    );
    expect(rows).toHaveLength(1);
  });

  it("of another merchant's orders there are none", async () => {
    const other = (await createMerchant(ctx, { name: "よその店" })).id;
    const { notes } = await makePapers(ctx, { merchantId: other, chosen: all(), withUnpaid: true });
    expect(notes).toEqual([]);
  });
});

describe("W5: files of many orders", () => {
  it("the CSV has a row a line, in the chosen columns", async () => {
    const columns = ["number", "productName", "total"] as const;
    const asked = { merchantId, chosen: all(), columns: [...columns], encoding: "cp932" as const };
    const parts: Buffer[] = [];
    for await (const part of await exportOrders(ctx, { ...asked, by })) parts.push(part);
    const text = iconv.decode(Buffer.concat(parts), "cp932");
    expect(text.split("\r\n")).toEqual([
      "注文番号,商品名,合計",
      ...orders.map(({ number }) => `${number},品,2550`),
      "",
    ]);
    // 監査ログ shows who took buyers' names along.
    const [noted] = (await listAudit(ctx, { merchantId, limit: 1, search: {} })).items;
    expect(noted).toMatchObject({
      event: "ordersExported",
      ...by,
      subject: "CSV",
      after: { orders: orders.length },
    });
  });

  it("B2クラウド's has a row a parcel, none of a cancelled order, and says what is doubtful", async () => {
    const { bytes, parcels, doubtful } = await exportParcels(ctx, {
      merchantId,
      chosen: all(),
      shipOn: "2026-11-26",
      by,
    });
    expect(parcels).toBe(2);
    const [noted] = (await listAudit(ctx, { merchantId, limit: 1, search: {} })).items;
    expect(noted).toMatchObject({ event: "ordersExported", ...by, subject: "B2", after: { orders: 2 } });
    expect(doubtful).toEqual([]);
    const lines = iconv.decode(bytes, "cp932").split("\r\n");
    expect(lines).toHaveLength(4);
    expect(lines[1]?.split(",").slice(0, 5)).toEqual([orders[0]?.number, "0", "", "", "2026/11/26"]);
    expect(lines[1]).toContain("東京都千代田区1-1");
  });
});

describe("W4, W5: an order that is edited while it is read is whole, as it was before or is after", () => {
  const whole = (quantity: number) => [quantity, quantity * 1_001];
  const readers: Record<string, (id: string) => Promise<unknown[]>> = {
    "on paper": async (id) => {
      const papers = await makePapers(ctx, { merchantId, chosen: { orderIds: [id] }, withUnpaid: true });
      return papers.notes.map(({ lines, total }) => [lines[0]?.quantity, total]);
    },
    "in a list": async () =>
      (await listOrders(ctx, { merchantId, limit: 1 })).items.map(({ lines, total }) => [
        lines[0]?.quantity,
        total,
      ]),
    "by itself": async (id) => {
      const { lines, total } = await readOrder(ctx, { merchantId, id });
      return [[lines[0]?.quantity, total]];
    },
  };

  it.each(Object.keys(readers))("%s", async (where) => {
    const variationId = await addVariation(ctx, merchantId, { stockManaged: false });
    const lines = [{ variationId, quantity: 2 }];
    const order = { kind: "normal" as const, lines, money: { ...noMoney, shippingFee: 2 } };
    const { id } = await placeOrder(ctx, { merchantId, actor: "test", order });
    // The order is edited after its row is read, and before its lines are.
    const editor = await database.pool.connect();
    await editor.query("begin");
    await editor.query("lock table order_lines in access exclusive mode");
    const reading = readers[where]?.(id);
    await until("the lines are waited for", async () => (await lockWaits(database.pool)) > 0);
    await editor.query("update order_lines set quantity = 4 where order_id = $1", [id]);
    await editor.query("update orders set money = jsonb_set(money, '{shippingFee}', '4') where id = $1", [
      id,
    ]);
    await editor.query("commit");
    editor.release();
    expect(await reading).toEqual([whole(2)]);
    expect(await readers[where]?.(id)).toEqual([whole(4)]);
  });
});
