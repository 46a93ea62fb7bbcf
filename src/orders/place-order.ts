import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import { nextNumber } from "../kit/counters.ts";
import type { Tx } from "../kit/database.ts";
import { AppError } from "../kit/errors.ts";
import { newId } from "../kit/ids.ts";
import type { Money, OrderKind } from "../kit/tables.ts";
import { lockWithSiblings } from "../stock/store.ts";
import { askSmaregi } from "./ask-smaregi.ts";
import { lineRows, linesOf, refuseTotal, saleOf, type LineInput } from "./lines.ts";
import { piecesOf } from "./rules.ts";
import { addLog, claimIdempotencyKey, insertOrder, readSellables } from "./store.ts";
import { takeStock } from "./take-stock.ts";

export type OrderInput = {
  kind: OrderKind;
  lines: LineInput[];
  money: Money;
  customer?: object | undefined;
};

/**
 * Takes an order: its stock, its lines, its log and what Smaregi has to be told, in one transaction (O1, O2).
 * The same `idempotencyKey` again answers the first order; with another request it is 422.
 * Answers the order's ID, once it is safe.
 */
export async function placeOrder(
  ctx: Context,
  input: { merchantId: string; actor: string; idempotencyKey?: string | undefined; order: OrderInput },
): Promise<string> {
  return await ctx.db.transaction().execute(async (tx) => {
    const orderId = newId();
    const earlier = input.idempotencyKey === undefined ? null : await claimKey(tx, orderId, input);
    if (earlier !== null) return earlier;
    await writeOrder(tx, orderId, input);
    return orderId;
  });
}

async function claimKey(
  tx: Tx,
  orderId: string,
  input: { merchantId: string; idempotencyKey?: string | undefined; order: OrderInput },
): Promise<string | null> {
  const requestHash = createHash("sha256").update(JSON.stringify(input.order)).digest();
  const key = input.idempotencyKey ?? "";
  const first = await claimIdempotencyKey(tx, { merchantId: input.merchantId, key, requestHash, orderId });
  if (first === null) return null;
  if (first.requestHash.equals(requestHash)) return first.orderId;
  throw new AppError("idempotency_key_reused", {
    ja: "このIdempotency-Keyは、内容の異なる別の注文で使われています。",
    en: "This Idempotency-Key was used with another request.",
  });
}

async function writeOrder(
  tx: Tx,
  orderId: string,
  { merchantId, actor, order }: { merchantId: string; actor: string; order: OrderInput },
): Promise<void> {
  const variationIds = [...new Set(order.lines.map((line) => line.variationId))];
  // The lock comes first, so that names, prices and links are read as they are when the stock is taken.
  const rows = await lockWithSiblings(tx, merchantId, variationIds);
  const lines = linesOf(order.lines, await readSellables(tx, merchantId, variationIds), []);
  refuseTotal(lines, order.money);
  const pieces = [...piecesOf(lines)].map(([id, quantity]) => [id, -quantity] as const);
  const movesBy = { merchantId, orderId, cause: "orderPlaced", actor, lines: order.lines };
  await takeStock(tx, rows, new Map(pieces), movesBy);

  const serial = await nextNumber(tx, merchantId, "order");
  const number = String(serial).padStart(8, "0");
  await insertOrder(
    tx,
    {
      merchantId,
      id: orderId,
      serial,
      number,
      kind: order.kind,
      status: "new",
      money: JSON.stringify(order.money),
      customer: order.customer === undefined ? null : JSON.stringify(order.customer),
      placedBy: actor,
    },
    lineRows(merchantId, orderId, lines),
  );
  await addLog(tx, { merchantId, orderId, event: "placed", message: "受注しました。", actor });
  await askSmaregi(tx, merchantId, orderId, [], saleOf(number, lines, order.money));
}
