import type { Context } from "../context.ts";
import { transact, type Tx } from "../kit/database.ts";
import { notFound } from "../kit/errors.ts";
import type { OrderStatus } from "../kit/tables.ts";
import { stockRule, type Movement, type StockRow } from "../stock/rules.ts";
import { lockWithSiblings, writeMovements } from "../stock/store.ts";
import { lockLink } from "../transactions/store.ts";
import { linkPlace } from "../place/store.ts";
import { jst } from "../smaregi/jst.ts";
import { changeLink, isInNumber } from "./change-link.ts";
import { lineRows } from "./lines.ts";
import { planCancelling, planEdit, refuseCancelled, touchedBy, type EditInput } from "./plan-order.ts";
import { axesOf, withDays } from "./work/rules.ts";
import { writeSearch } from "./search/store.ts";
import {
  addLog,
  lockOrder,
  readLines,
  readSellables,
  replaceLines,
  updateOrder,
  type LineRow,
  type OrderRow,
} from "./store.ts";

type At = { merchantId: string; actor: string; id: string };

/**
 * 受注編集: moves the cart's stock at once, and asks for the transaction to be cancelled and registered again (O3). What the transaction
 * does not show (answers, the buyer, a release date) changes without a call to Smaregi. An edit that changes nothing does nothing.
 */
export async function editOrder(ctx: Context, input: At & EditInput): Promise<void> {
  const { merchantId, actor, id } = input;
  await transact(ctx.db, async (tx) => {
    const { order, lines: before } = await lockOpenOrder(tx, merchantId, id);
    const touched = touchedBy(before, input.lines);
    const { link } = await lockLink(tx, merchantId, id);
    const rows = await lockWithSiblings(tx, merchantId, touched);
    const place = await linkPlace(tx, merchantId);
    const sellables = await readSellables(tx, merchantId, touched.variationIds);
    const plan = planEdit(order, before, input, { sellables, rows, isIn: isInNumber(link, place) });
    if (plan === null) return;
    const { lines, money, buyer, sale } = plan;
    await move(tx, plan.movements, { merchantId, orderId: id, cause: "orderEdited", actor });
    if (!plan.sameLines) await replaceLines(tx, merchantId, id, lineRows(merchantId, id, lines));
    await updateOrder(tx, merchantId, id, { money: JSON.stringify(money), ...buyer });
    if (buyer?.customer !== undefined || !plan.sameLines) await writeSearch(tx, merchantId, id);
    const fact = { kind: "orderEdited", data: {} } as const;
    await addLog(tx, { merchantId, orderId: id, event: "edited", fact, actor });
    if (sale === null) return;
    await changeLink(
      tx,
      { merchantId, orderId: id, place, moved: productsOf(plan.movements, rows), took: !plan.sameLines },
      link,
      sale,
    );
  });
}

/**
 * Changes the status. `cancelled` gives the quantity back at once and asks for the transaction to be cancelled (O4). Cancelled is
 * final.
 */
export async function changeStatus(ctx: Context, input: At & { status: OrderStatus }): Promise<void> {
  const today = jst(ctx.clock()).slice(0, 10);
  await transact(ctx.db, (tx) => changeStatusIn(tx, { ...input, today }));
}

/** The same in the caller's transaction. Returns true if anything changed. */
export async function changeStatusIn(
  tx: Tx,
  input: At & { status: OrderStatus; today: string },
): Promise<boolean> {
  const { merchantId, actor, id, status, today } = input;
  const found = await lockOrder(tx, merchantId, id);
  if (found?.status === status) return false;
  const { lines, order } = await lockOpenOrder(tx, merchantId, id);
  await updateOrder(tx, merchantId, id, { status, ...withDays(order, axesOf(order, status), today) });
  if (status !== "cancelled") {
    const fact = { kind: "statusChanged", data: { status } } as const;
    await addLog(tx, { merchantId, orderId: id, event: "statusChanged", fact, actor });
    return true;
  }
  const { link } = await lockLink(tx, merchantId, id);
  const rows = await lockWithSiblings(tx, merchantId, touchedBy(lines, undefined));
  const place = await linkPlace(tx, merchantId);
  const movements = planCancelling(lines, rows, isInNumber(link, place));
  await move(tx, movements, { merchantId, orderId: id, cause: "orderCancelled", actor });
  const fact = { kind: "orderCancelled", data: {} } as const;
  await addLog(tx, { merchantId, orderId: id, event: "cancelled", fact, actor });
  const moved = productsOf(movements, rows);
  await changeLink(tx, { merchantId, orderId: id, place, moved, took: false }, link, null);
  return true;
}

/** The Smaregi products whose numbers move. */
function productsOf(movements: Movement[], rows: StockRow[]): string[] {
  const moved = new Set(movements.map((movement) => movement.variationId));
  return rows.flatMap((row) =>
    moved.has(row.id) && stockRule(row) === "synced" ? (row.smaregiProductId ?? []) : [],
  );
}

async function move(
  tx: Tx,
  movements: Movement[],
  { merchantId, ...why }: { merchantId: string; orderId: string; cause: string; actor: string },
): Promise<void> {
  await writeMovements(
    tx,
    merchantId,
    movements.map((movement) => ({ ...movement, ...why })),
  );
}

async function lockOpenOrder(
  tx: Tx,
  merchantId: string,
  id: string,
): Promise<{ order: OrderRow; lines: LineRow[] }> {
  const order = await lockOrder(tx, merchantId, id);
  if (order === null) throw notFound({ ja: "受注", en: "order" });
  refuseCancelled(order);
  return { order, lines: await readLines(tx, merchantId, [id]) };
}
