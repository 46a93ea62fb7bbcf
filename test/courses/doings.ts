import { changeProduct, registerProduct } from "../../src/catalog/save-product.ts";
import { deleteProduct } from "../../src/catalog/delete-product.ts";
import { quickEdit } from "../../src/catalog/quick-edit.ts";
import { watchIncidents } from "../../src/incidents/watch-incidents.ts";
import { applyRun } from "../../src/link-assistant/apply-run.ts";
import { matchLinks } from "../../src/link-assistant/match-run.ts";
import { openRun } from "../../src/link-assistant/open-run.ts";
import { undoRun } from "../../src/link-assistant/undo-run.ts";
import { disposeOrder, handleOrder } from "../../src/order-link/press-order.ts";
import { sendAgain, sendOrdersAgain } from "../../src/order-link/repair.ts";
import { changeStatus, editOrder } from "../../src/orders/edit-order.ts";
import { placeOrder } from "../../src/orders/place-order.ts";
import { readCatalog } from "../../src/smaregi-catalog/read-catalog.ts";
import { catchUp } from "../../src/stock-sync/catch-up.ts";
import { readUnread } from "../../src/stock-sync/unread/read-unread.ts";
import { answerZeros } from "../../src/stock-sync/zero-guard/answer-zeros.ts";
import { noMoney } from "../support/money.ts";
import { atSmaregi, setting } from "./doings-beside.ts";
import { compare, letTimePass } from "./rest.ts";
import { productIds, type Doing, type Variation, type Weighted, type World } from "./world.ts";

/** Draws what happens next: what people do in the shop and at the till, what workers do, and what Smaregi's answers become. */
export function doingsOf(world: World): () => Doing {
  const all = [
    ...shopping(world),
    ...working(world),
    ...editing(world),
    ...setting(world),
    ...atSmaregi(world),
  ];
  const total = all.reduce((sum, [weight]) => sum + weight, 0);
  return () => {
    let left = world.chance.next() * total;
    const [, name, work] = all.find(([weight]) => (left -= weight) <= 0) ?? (all[0] as Weighted);
    return [name, work];
  };
}

function shopping({ ctx, chance, who, orders, handled, variations, select, tell }: World): Weighted[] {
  const lines = async () => {
    const all = await variations();
    return Array.from({ length: chance.between(1, 3) }, () => ({
      variationId: chance.pick(all).id,
      quantity: chance.between(1, 3),
    }));
  };
  /** Something about one of the orders, if there are any. */
  const ofOne = (work: (id: string) => Promise<unknown>) => async () => {
    if (orders.length === 0) return;
    const id = chance.pick(orders);
    tell(`  order ${orders.indexOf(id) + 1}`);
    await work(id);
  };
  return [
    [
      6,
      "an order",
      async () => {
        const money = chance.is(0.3) ? { ...noMoney, shippingFee: 300 } : noMoney;
        const order = { kind: "normal" as const, lines: await lines(), money };
        orders.push((await placeOrder(ctx, { ...who, order })).id);
      },
    ],
    [
      4,
      "an edit",
      ofOne(async (id) => {
        await editOrder(ctx, { ...who, id, lines: await lines() });
        handled.delete(id);
      }),
    ],
    [
      2,
      "a cancellation",
      ofOne(async (id) => {
        await changeStatus(ctx, { ...who, id, status: "cancelled" });
        handled.delete(id);
      }),
    ],
    [1, "a shipping", ofOne((id) => changeStatus(ctx, { ...who, id, status: "shipped" }))],
    [
      1.5,
      "送り直す for all",
      async () => {
        await sendOrdersAgain(ctx, { ...who, orderIds: "behind" });
        handled.clear();
      },
    ],
    [
      1,
      "送り直す for an entry",
      async () => {
        const open = await select("select id from integration_log where merchant_id = $1 and state = 'open'");
        if (open.length > 0) await sendAgain(ctx, { ...who, id: String(chance.pick(open).id) });
      },
    ],
    [
      0.4,
      "対応済みにする",
      ofOne(async (id) => {
        await handleOrder(ctx, { ...who, id });
        handled.add(id);
      }),
    ],
    [0.5, "打消する", ofOne((id) => disposeOrder(ctx, { ...who, id }))],
    [
      0.7,
      "an answer about zeros",
      () => answerZeros(ctx, { ...who, answer: chance.pick(["setToZero", "keep", "stop"] as const) }),
    ],
  ];
}

function working(world: World): Weighted[] {
  const { ctx, merchantId } = world;
  return [
    [6, "send", world.send],
    [5, "sync", world.sync],
    [3, "time passes", () => letTimePass(world)],
    [2, "catch up", () => catchUp(ctx, { merchantId })],
    [0.4, "read what was not read for long", () => readUnread(ctx, { merchantId })],
    [1, "look for incidents", () => watchIncidents(ctx, { merchantId })],
    [0.7, "差異チェック", () => compare(world)],
  ];
}

function editing({ ctx, chance, who, merchantId, variations, select, tell }: World): Weighted[] {
  const runs: string[] = [];
  /** Saves one of the variations with a change. */
  const change = (of: (variation: Variation) => object) => async () => {
    const all = await variations();
    const one = chance.pick(all);
    const change = of(one);
    tell(`  variation ${all.indexOf(one) + 1}: ${JSON.stringify(change)}`);
    const siblings = all.filter(({ productId }) => productId === one.productId);
    const product = { variations: siblings.map(({ id }) => ({ id, ...(id === one.id ? change : {}) })) };
    await changeProduct(ctx, { ...who, id: one.productId, product });
  };
  return [
    [1, "在庫管理 on or off", change(({ stockManaged }) => ({ stockManaged: !stockManaged }))],
    [
      1.5,
      "another link",
      change(() => ({ smaregiProductId: chance.is(0.25) ? null : chance.pick(productIds) })),
    ],
    [1, "a price", change(() => ({ price: chance.between(900, 1100) }))],
    [
      1,
      "a quantity by hand",
      async () => {
        const { id: variationId } = chance.pick(await variations());
        await quickEdit(ctx, { ...who, items: [{ variationId, quantity: chance.between(0, 30) }] });
      },
    ],
    [
      0.3,
      "a variation less",
      async () => {
        const pair = (await variations()).filter(({ hasSiblings }) => hasSiblings);
        const [kept, gone] = pair;
        if (kept === undefined || gone === undefined) return;
        await changeProduct(ctx, { ...who, id: gone.productId, product: { variations: [{ id: kept.id }] } });
      },
    ],
    [
      0.3,
      "a product less",
      async () => {
        const all = await variations();
        if (all.length > 3) await deleteProduct(ctx, { ...who, id: chance.pick(all).productId });
      },
    ],
    [
      0.4,
      "a product more",
      () => {
        const variations = [{ stockManaged: true, smaregiProductId: chance.pick(productIds) }];
        return registerProduct(ctx, {
          ...who,
          product: { name: "新品", price: 1000, taxRate: 10, variations },
        });
      },
    ],
    [
      0.5,
      "紐づけアシスタント",
      async () => {
        await readCatalog(ctx, { merchantId });
        const id = await openRun(ctx, { ...who, scope: "unlinked" });
        runs.push(id);
        await matchLinks(ctx, { merchantId });
        await applyRun(ctx, { ...who, id, what: { class: "certain" }, takesZeros: chance.is(0.5) });
      },
    ],
    [
      0.4,
      "the assistant's links taken back",
      async () => {
        if (runs.length > 0) await undoRun(ctx, { ...who, id: chance.pick(runs) });
      },
    ],
    [
      1,
      "a notification",
      () =>
        select(
          `insert into signals (merchant_id, smaregi_product_id, cause, asked_at) values ($1, $2, 'notification', clock_timestamp())
           on conflict do nothing`,
          chance.pick(productIds),
        ),
    ],
  ];
}
