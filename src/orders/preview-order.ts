import type { Context } from "../context.ts";
import { notFound, type Text } from "../kit/errors.ts";
import type { Money, OrderStatus } from "../kit/tables.ts";
import { stockRule, type Movement, type StockRow } from "../stock/rules.ts";
import { readWithSiblings } from "../stock/store.ts";
import { liveConnection } from "../waiting/store.ts";
import {
  editedVariations,
  planCancelling,
  planEdit,
  planPlacing,
  refuseCancelled,
  refuseOrder,
  type EditInput,
  type OrderInput,
} from "./plan-order.ts";
import { planOperations, subtotalOf, totalOf } from "./rules.ts";
import { readLines, readOperations, readOrders, readSellables } from "./store.ts";

type At = { merchantId: string; id: string };

/** What a change would do: to the quantities, and which calls Smaregi would get, in their order. */
export type Preview = {
  subtotal: number;
  total: number;
  stock: {
    variationId: string;
    systemProductNumber: string;
    productName: string;
    variationName: string;
    before: number | null;
    change: number;
    after: number | null;
    synced: boolean;
  }[];
  calls: {
    call: "transactionCancel" | "transactionRegister";
    transactionId?: string;
    text: Text;
  }[];
};

/** A new order, seen before it is placed. Refuses what `placeOrder` would refuse; takes nothing, and nobody waits for it. */
export async function previewPlacing(
  ctx: Context,
  { merchantId, order }: { merchantId: string; order: OrderInput },
): Promise<Preview> {
  refuseOrder(order);
  const variationIds = [...new Set(order.lines.map((line) => line.variationId))];
  const sellables = await readSellables(ctx.db, merchantId, variationIds);
  const known = sellables.map(({ id }) => id);
  const rows = await readWithSiblings(ctx.db, merchantId, known);
  const { lines, movements } = planPlacing(order, sellables, rows);
  const calls = await callsFor(ctx, merchantId, null, { lines, money: order.money });
  return { ...sums(lines, order.money), stock: await named(ctx, merchantId, rows, movements), calls };
}

/** An edit, seen before it is saved. Refuses what `editOrder` would refuse. */
export async function previewEdit(ctx: Context, input: At & EditInput): Promise<Preview> {
  const { merchantId, id } = input;
  const { order, lines: before } = await openOrder(ctx, input);
  const variationIds = editedVariations(before, input.lines);
  const rows = await readWithSiblings(ctx.db, merchantId, variationIds);
  const sellables = await readSellables(ctx.db, merchantId, variationIds);
  const plan = planEdit(order, before, input, { sellables, rows });
  if (plan === null) return { ...sums(before, order.money), stock: [], calls: [] };
  const { lines, money, movements, sale } = plan;
  const calls = sale === null ? [] : await callsFor(ctx, merchantId, id, { lines, money });
  return { ...sums(lines, money), stock: await named(ctx, merchantId, rows, movements), calls };
}

/** A change of status, seen before it is made: only a cancellation moves anything. Refuses what `changeStatus` would refuse. */
export async function previewStatus(ctx: Context, input: At & { status: OrderStatus }): Promise<Preview> {
  const { merchantId, id, status } = input;
  const { order, lines } = await openOrder(ctx, input, status);
  if (status !== "cancelled" || order.status === status)
    return { ...sums(lines, order.money), stock: [], calls: [] };
  const rows = await readWithSiblings(ctx.db, merchantId, editedVariations(lines, undefined));
  const stock = await named(ctx, merchantId, rows, planCancelling(lines, rows));
  return { ...sums(lines, order.money), stock, calls: await callsFor(ctx, merchantId, id, null) };
}

type Priced = { unitPrice: number; quantity: number }[];

const sums = (lines: Priced, money: Money) => ({ subtotal: subtotalOf(lines), total: totalOf(lines, money) });

/** An order that can still be changed, or stands in this status already. */
async function openOrder(ctx: Context, { merchantId, id }: At, status?: OrderStatus) {
  const [order] = await readOrders(ctx.db, merchantId, { before: null, limit: 1, id });
  if (order === undefined) throw notFound({ ja: "受注", en: "order" });
  if (order.status !== status) refuseCancelled(order);
  return { order, lines: await readLines(ctx.db, merchantId, [id]) };
}

/** `after`: the order as it will be; null: cancelled. No calls where the link is not live (C3, C5). */
async function callsFor(
  ctx: Context,
  merchantId: string,
  orderId: string | null,
  after: { lines: Priced; money: Money } | null,
): Promise<Preview["calls"]> {
  if ((await liveConnection(ctx.db, merchantId)) === null) return [];
  const existing = orderId === null ? [] : await readOperations(ctx.db, merchantId, orderId);
  // Which calls there are does not hang on what the sale says.
  const sale = after === null ? null : { orderNumber: "", lines: [], money: after.money };
  return planOperations(existing, sale).add.map((step) => {
    if (step.kind === "register") {
      const yen = after === null ? 0 : totalOf(after.lines, after.money);
      return { call: "transactionRegister", text: texts.register(yen) };
    }
    const transactionId = existing.find(({ id }) => id === step.cancelsId)?.transactionId ?? null;
    return transactionId === null
      ? { call: "transactionCancel", text: texts.cancelUnsent }
      : { call: "transactionCancel", transactionId, text: texts.cancel(transactionId) };
  });
}

const texts = {
  register: (yen: number): Text => ({
    ja: `スマレジに取引を登録します(合計${yen.toLocaleString("ja-JP")}円)。`,
    en: `A transaction of ${yen.toLocaleString("en-US")} yen is registered in Smaregi.`,
  }),
  cancel: (transactionId: string): Text => ({
    ja: `スマレジの取引(取引ID ${transactionId})を取り消します。`,
    en: `The transaction ${transactionId} is cancelled in Smaregi.`,
  }),
  cancelUnsent: {
    ja: "いまスマレジに登録中の取引を、登録が済みしだい取り消します。",
    en: "The transaction that is being registered is cancelled as soon as it stands.",
  },
};

/** The rows that move, with their names: those of the order and whatever shares their stock in Smaregi. */
async function named(
  ctx: Context,
  merchantId: string,
  rows: StockRow[],
  movements: Movement[],
): Promise<Preview["stock"]> {
  const ids = movements.map((movement) => movement.variationId);
  const sellables = new Map((await readSellables(ctx.db, merchantId, ids)).map((each) => [each.id, each]));
  return movements.flatMap(({ variationId, change, quantity }) => {
    const row = rows.find((each) => each.id === variationId);
    const sellable = sellables.get(variationId);
    if (row === undefined || sellable === undefined) return [];
    const { systemProductNumber, productName, variationName } = sellable;
    const names = { variationId, systemProductNumber, productName, variationName };
    return [{ ...names, before: row.quantity, change, after: quantity, synced: stockRule(row) === "synced" }];
  });
}
