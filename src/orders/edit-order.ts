import { isDeepStrictEqual } from "node:util";
import type { Context } from "../context.ts";
import type { Tx } from "../kit/database.ts";
import { AppError, notFound } from "../kit/errors.ts";
import type { Money, OrderStatus } from "../kit/tables.ts";
import { lockWithSiblings } from "../stock/store.ts";
import { liveConnection, noteLink } from "../waiting/store.ts";
import { askSmaregi } from "./ask-smaregi.ts";
import { lineRows, linesOf, refuseRelease, refuseTotal, saleOf, type Line, type LineInput } from "./lines.ts";
import { changeOf, piecesOf } from "./rules.ts";
import {
  addLog,
  lockOperations,
  lockOrder,
  readLines,
  readSellables,
  replaceLines,
  updateOrder,
  type LineRow,
  type OrderRow,
} from "./store.ts";
import { takeStock } from "./take-stock.ts";

type At = { merchantId: string; actor: string; id: string };

/**
 * 受注編集: moves the cart's stock at once, and has the transaction cancelled and registered anew (O3). What the
 * transaction does not show (answers, the buyer, a release date) is changed without a word to Smaregi; an edit that
 * changes nothing does nothing.
 */
export async function editOrder(
  ctx: Context,
  input: At & {
    lines?: LineInput[] | undefined;
    money?: Partial<Money> | undefined;
    customer?: object | undefined;
    releaseOn?: string | null | undefined;
  },
): Promise<void> {
  const { merchantId, actor, id } = input;
  await ctx.db.transaction().execute(async (tx) => {
    const { order, lines: before } = await lockOpenOrder(tx, merchantId, id);
    const live = (await liveConnection(tx, merchantId)) !== null;
    const given = input.lines ?? before.map(asInput);
    const variationIds = [...new Set([...given, ...before].map((line) => line.variationId))];
    const rows = await lockWithSiblings(tx, merchantId, variationIds);
    const lines = linesOf(given, await readSellables(tx, merchantId, variationIds), rows, before);
    const money = { ...order.money, ...input.money };
    refuseTotal(lines, money);
    const buyer = changedBuyer(order, input);
    const rowsOf = (some: Line[]) => lineRows(merchantId, id, some);
    const sameLines = isDeepStrictEqual(rowsOf(lines), rowsOf(before));
    if (sameLines && isDeepStrictEqual(money, order.money) && buyer === null) return;

    const changes = changeOf(piecesOf(before), piecesOf(lines));
    const movesBy = { merchantId, orderId: id, cause: "orderEdited", actor, lines: given };
    await takeStock(tx, rows, changes, movesBy);
    if (!sameLines) await replaceLines(tx, merchantId, id, rowsOf(lines));
    await updateOrder(tx, merchantId, id, { money: JSON.stringify(money), ...buyer });
    await addLog(tx, { merchantId, orderId: id, event: "edited", message: "受注を編集しました。", actor });
    const sale = saleOf(order.number, lines, money);
    if (isDeepStrictEqual(sale, saleOf(order.number, before, order.money))) return;
    const at = { merchantId, orderId: id, live };
    await askSmaregi(tx, at, await lockOperations(tx, merchantId, id), sale);
    await noteLink(tx, merchantId, id);
  });
}

/** What changes of the buyer and the release date; null: nothing. */
function changedBuyer(
  order: OrderRow,
  { customer, releaseOn }: { customer?: object | undefined; releaseOn?: string | null | undefined },
) {
  const newBuyer = customer !== undefined && !isDeepStrictEqual(customer, order.customer);
  const newDate = releaseOn !== undefined && releaseOn !== order.releaseOn;
  if (newDate) refuseRelease(order.kind, releaseOn);
  if (!newBuyer && !newDate) return null;
  return {
    ...(newBuyer ? { customer: JSON.stringify(customer) } : {}),
    ...(newDate ? { releaseOn } : {}),
  };
}

/** Changes the status; `cancelled` gives the quantity back at once and has the transaction cancelled (O4). Cancelled is final. */
export async function changeStatus(ctx: Context, input: At & { status: OrderStatus }): Promise<void> {
  const { merchantId, actor, id, status } = input;
  await ctx.db.transaction().execute(async (tx) => {
    const order = await lockOrder(tx, merchantId, id);
    if (order?.status === status) return;
    const { lines } = await lockOpenOrder(tx, merchantId, id);
    await updateOrder(tx, merchantId, id, { status });
    if (status !== "cancelled") {
      const message = `ステータスを「${statusNames[status]}」に変更しました。`;
      await addLog(tx, { merchantId, orderId: id, event: "statusChanged", message, actor });
      return;
    }
    const rows = await lockWithSiblings(tx, merchantId, [...new Set(lines.map((line) => line.variationId))]);
    const movesBy = { merchantId, orderId: id, cause: "orderCancelled", actor, lines: [] };
    await takeStock(tx, rows, changeOf(piecesOf(lines), new Map()), movesBy);
    await addLog(tx, {
      merchantId,
      orderId: id,
      event: "cancelled",
      message: "受注をキャンセルしました。",
      actor,
    });
    const live = (await liveConnection(tx, merchantId)) !== null;
    const at = { merchantId, orderId: id, live };
    await askSmaregi(tx, at, await lockOperations(tx, merchantId, id), null);
    await noteLink(tx, merchantId, id);
  });
}

const statusNames: Record<OrderStatus, string> = {
  new: "新規受付",
  paid: "入金済み",
  preparing: "発送準備中",
  shipped: "発送済み",
  cancelled: "キャンセル",
};

async function lockOpenOrder(
  tx: Tx,
  merchantId: string,
  id: string,
): Promise<{ order: OrderRow; lines: LineRow[] }> {
  const order = await lockOrder(tx, merchantId, id);
  if (order === null) throw notFound({ ja: "受注", en: "order" });
  if (order.status === "cancelled") {
    throw new AppError("order_cancelled", {
      ja: "キャンセル済みの受注は変更できません。",
      en: "The order is cancelled: nothing of it can be changed.",
    });
  }
  return { order, lines: await readLines(tx, merchantId, [id]) };
}

function asInput(line: LineRow): LineInput {
  const { variationId, quantity, unitPrice } = line;
  return { variationId, quantity, unitPrice };
}
