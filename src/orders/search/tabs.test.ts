import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../../test/support/database.ts";
import { noMoney } from "../../../test/support/money.ts";
import { addVariation } from "../../../test/support/rows.ts";
import type { Context } from "../../context.ts";
import { createMerchant } from "../../merchants/manage-merchants.ts";
import { changeStatus } from "../edit-order.ts";
import { placeOrder } from "../place-order.ts";
import { listOrders, readBeside } from "../read-orders.ts";
import { forgetSearch, keepSearch } from "./keep-search.ts";
import { readTabs } from "./read-tabs.ts";
import type { OrderSearch } from "./rules.ts";

let database: TestDatabase;
let ctx: Context;
let merchantId = "";
/** In the order in which they were placed: new, paid, shipped unpaid, cancelled. */
const ids: string[] = [];
beforeAll(async () => {
  database = await testDatabase();
  ctx = { db: database.db, pool: database.pool, clock: () => new Date() } as Context;
  merchantId = (await createMerchant(ctx, { name: "一覧の店" })).id;
  const variationId = await addVariation(ctx, merchantId, { stockManaged: false });
  for (const status of ["new", "paid", "shipped", "cancelled"] as const) {
    const lines = [{ variationId, quantity: 1 }];
    const order = { kind: "normal" as const, lines, customer: { name: status }, money: noMoney };
    const { id } = await placeOrder(ctx, { merchantId, actor: "test", order });
    await changeStatus(ctx, { merchantId, actor: "test", id, status });
    ids.push(id);
  }
});
afterAll(() => database.drop());

const found = async (search: OrderSearch) => {
  const { items } = await listOrders(ctx, { merchantId, limit: 10, search });
  return items.map(({ id }) => ids.indexOf(id));
};

describe("W2: the list of orders", () => {
  it.each<[OrderSearch, number[]]>([
    [{ payment: "unpaid" }, [2, 0]],
    [{ payment: "paid" }, [1]],
    [{ shipping: "unshipped" }, [1, 0]],
    [{ shipping: "shipped" }, [2]],
    [{ payment: "unpaid", shipping: "unshipped" }, [0]],
    [{ behind: true }, []],
    [{}, [3, 2, 1, 0]],
  ])("finds by %j what waits for it, cancelled orders for nothing", async (search, nth) => {
    expect(await found(search)).toEqual(nth);
  });

  it("counts its tabs, the shop's own included", async () => {
    const kept = await keepSearch(ctx, {
      merchantId,
      name: "発送待ち",
      search: { shipping: "unshipped", status: "paid" },
    });
    expect(await readTabs(ctx, merchantId)).toEqual({
      all: 4,
      unpaid: 2,
      unshipped: 2,
      behind: 0,
      saved: [{ ...kept, count: 1 }],
    });
    // A name names one search, however it is spelled.
    const again = await keepSearch(ctx, { merchantId, name: "発送待ち ", search: { q: "paid" } });
    expect(again.id).toBe(kept.id);
    await forgetSearch(ctx, { merchantId, id: kept.id });
    expect((await readTabs(ctx, merchantId)).saved).toEqual([]);
    await expect(forgetSearch(ctx, { merchantId, id: kept.id })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("keeps ten searches of a shop, also where people keep them at once", async () => {
    const keep = (nth: number) => keepSearch(ctx, { merchantId, name: `条件${nth}`, search: { q: "x" } });
    const tried = await Promise.allSettled(Array.from({ length: 12 }, (_, nth) => keep(nth)));
    expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    expect((await readTabs(ctx, merchantId)).saved).toHaveLength(10);
  });

  it("tells the orders beside one, within the search and at its ends", async () => {
    const beside = async (nth: number, search: OrderSearch) => {
      const { newer, older } = await readBeside(ctx, { merchantId, id: ids[nth] ?? "", search });
      return [newer, older].map((each) => (each === null ? null : ids.indexOf(each.id)));
    };
    expect(await beside(1, {})).toEqual([2, 0]);
    expect(await beside(3, {})).toEqual([null, 2]);
    expect(await beside(1, { payment: "unpaid" })).toEqual([2, 0]);
    expect(await beside(0, { shipping: "unshipped" })).toEqual([1, null]);
    expect(await beside(1, { q: "cancelled" })).toEqual([3, null]);
  });
});
