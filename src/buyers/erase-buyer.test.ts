import { runMigrations } from "graphile-worker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestContext } from "../../test/support/context.ts";
import { noMoney } from "../../test/support/money.ts";
import { addMerchant, addVariation } from "../../test/support/rows.ts";
import { listAudit } from "../audit/read-audit.ts";
import type { Context } from "../context.ts";
import { newId } from "../kit/ids.ts";
import { changeStatus } from "../orders/edit-order.ts";
import { placeOrder } from "../orders/place-order.ts";
import { listOrders, orderLog, readOrder } from "../orders/read-orders.ts";
import { commentOnOrder } from "../orders/work/comment-on-order.ts";
import { workOnOrder } from "../orders/work/work-on-order.ts";
import { eraseBuyer } from "./erase-buyer.ts";
import { exportBuyer } from "./export-buyer.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
let ctx: Context;
beforeAll(async () => {
  house = await openTestContext();
  await runMigrations({ pgPool: house.database.pool });
  ctx = house.ctx;
});
afterAll(() => house.close());

const by = { actor: "管理画面: 店長", address: "192.0.2.1" };
const hanako = {
  name: "山田花子",
  kana: "ヤマダハナコ",
  email: "hanako@buyers.example",
  phone: "090-1234-5678",
  address: "桜町1-2-3",
  note: "門の前に置いてください",
};

/** A shop with one product; `order` places one for a buyer, which is shipped unless said otherwise. */
async function openShop() {
  const { id: merchantId } = await addMerchant(ctx, "結び商店");
  const variationId = await addVariation(ctx, merchantId, { stockManaged: true, quantity: 100 });
  const order = async (customer: object, { key = newId(), isOpen = false } = {}) => {
    const given = {
      kind: "normal" as const,
      lines: [{ variationId, quantity: 2 }],
      money: noMoney,
      customer,
    };
    const placed = await placeOrder(ctx, { merchantId, actor: "test", idempotencyKey: key, order: given });
    if (!isOpen) await changeStatus(ctx, { merchantId, actor: "test", id: placed.id, status: "shipped" });
    return placed.id;
  };
  const select = async (text: string) => (await house.database.pool.query(text, [merchantId])).rows;
  const erase = (orderId: string) => eraseBuyer(ctx, { merchantId, orderId, by });
  return { merchantId, order, select, erase };
}

/** The text of all rows of this merchant, to search for a word. */
async function allOf(merchantId: string): Promise<string> {
  const { rows } = await house.database.pool.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'merchant_id'
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`,
  );
  const parts = [];
  for (const { name } of rows) {
    const found = await house.database.pool.query(
      `select coalesce(jsonb_agg(to_jsonb(t))::text, '') as said from ${name} t where merchant_id = $1`,
      [merchantId],
    );
    parts.push(found.rows[0].said);
  }
  return parts.join("\n");
}

describe("個人情報: erasing a buyer", () => {
  it("leaves nothing of them in any row, and each order, sum and stock as it was", async () => {
    const shop = await openShop();
    const { merchantId } = shop;
    const paid = { ...hanako, paymentMethod: "代金引換" };
    const first = await shop.order(paid, { key: "first" });
    const again = await shop.order({ ...hanako, name: "山田 花子", email: "HANAKO@Buyers.example" });
    const taro = await shop.order({ name: "佐藤太郎", email: "taro@buyers.example", phone: hanako.phone });
    const text = "山田花子様にお電話";
    await commentOnOrder(ctx, { merchantId, actor: "test", id: first, text, key: "k" });
    const noted = { memo: "山田花子様は常連", trackingNumber: "998877665544", carrier: "yamato" } as const;
    await workOnOrder(ctx, { merchantId, actor: "test", id: first, change: noted });
    const books =
      "select id, number, status, money, created_at from orders where merchant_id = $1 order by id";
    const stock = "select id, quantity from variations where merchant_id = $1";
    const lines = "select * from order_lines where merchant_id = $1 order by order_id, position";
    const before = [await shop.select(books), await shop.select(stock), await shop.select(lines)];
    const find = async (q: string) =>
      (await listOrders(ctx, { merchantId, limit: 9, cursor: undefined, search: { q } })).items.length;
    expect(await find("花子")).toBe(2);

    expect(await shop.erase(first)).toEqual({ orders: 2, plans: 0 });
    const said = await allOf(merchantId);
    for (const word of ["山田", "花子", "ヤマダ", "hanako", "HANAKO", "桜町", "門の前", "998877665544"])
      expect([word, said.includes(word)]).toEqual([word, false]);
    // The other buyer has the same phone, but his own address.
    expect(said).toContain("佐藤太郎");
    expect([await shop.select(books), await shop.select(stock), await shop.select(lines)]).toEqual(before);
    expect(await find("花子")).toBe(0);
    expect((await readOrder(ctx, { merchantId, id: again })).customer).toEqual({
      erasedAt: expect.stringMatching(/^\d{4}-/),
    });
    expect((await readOrder(ctx, { merchantId, id: first })).customer).toEqual({
      erasedAt: expect.any(String),
      paymentMethod: "代金引換",
    });
    expect((await readOrder(ctx, { merchantId, id: taro })).customer).toMatchObject({ name: "佐藤太郎" });
    // A request that comes again places no second order.
    await expect(shop.order(paid, { key: "first" })).rejects.toMatchObject({
      code: "idempotency_key_reused",
    });
    const log = (await orderLog(ctx, { merchantId, id: first, limit: 50 })).items;
    expect(log.find(({ event }) => event === "workChanged")?.fact).toMatchObject({
      data: {
        changes: [
          { field: "memo", before: "", after: "（削除済み）" },
          { field: "carrier", before: null, after: "yamato" },
          { field: "trackingNumber", before: null, after: "（削除済み）" },
        ],
      },
    });
    const [told] = (await listAudit(ctx, { merchantId, limit: 1, search: {} })).items;
    expect(told).toMatchObject({ event: "buyerErased", ...by, after: { orders: 2, plans: 0 } });
  });

  it("waits until nothing of theirs is under way, and erases nothing before; not another merchant's", async () => {
    const shop = await openShop();
    const { merchantId } = shop;
    const shipped = await shop.order(hanako);
    const open = await shop.order(hanako, { isOpen: true });
    const before = await shop.select("select id, customer from orders where merchant_id = $1 order by id");
    await expect(shop.erase(shipped)).rejects.toMatchObject({ code: "buyer_needed" });
    const other = await openShop();
    await expect(other.erase(shipped)).rejects.toMatchObject({ code: "not_found" });
    expect(await shop.select("select id, customer from orders where merchant_id = $1 order by id")).toEqual(
      before,
    );
    await changeStatus(ctx, { merchantId, actor: "test", id: open, status: "cancelled" });
    expect(await shop.erase(shipped)).toEqual({ orders: 2, plans: 0 });
    // The second time, nothing is left that identifies the buyer.
    expect(await shop.erase(shipped)).toEqual({ orders: 1, plans: 0 });
  });
});

describe("個人情報: what is kept of a buyer", () => {
  it("is told whole, of this buyer alone; who asked stands in 監査ログ, without a name", async () => {
    const shop = await openShop();
    const { merchantId } = shop;
    const orderId = await shop.order(hanako);
    await shop.order({ name: "佐藤太郎", email: "taro@buyers.example" });
    const told = await exportBuyer(ctx, { merchantId, orderId, by });
    expect(told.orders).toMatchObject([{ customer: hanako, lines: [{ quantity: 2 }] }]);
    expect(JSON.stringify(told)).not.toContain("太郎");
    const [noted] = (await listAudit(ctx, { merchantId, limit: 1, search: {} })).items;
    expect(noted).toMatchObject({ event: "buyerExported", after: { orders: 1, plans: 0 } });
    expect(JSON.stringify(noted)).not.toContain(hanako.name);
  });
});
