import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import { nextNumber } from "../kit/counters.ts";
import { transact, type Tx } from "../kit/database.ts";
import { AppError } from "../kit/errors.ts";
import { newId } from "../kit/ids.ts";
import { lockWithSiblings, writeMovements } from "../stock/store.ts";
import { linkColumns } from "../transactions/link-columns.ts";
import { linkPlace } from "../place/store.ts";
import { atOf, linkOfNew, writeNewLink } from "./change-link.ts";
import { lineRows, saleOf } from "./lines.ts";
import { planPlacing, refuseOrder, type OrderInput } from "./plan-order.ts";
import { claimIdempotencyKey, insertOrder, readSellables, type Sellable } from "./store.ts";

/**
 * Takes an order: its stock, its lines, its log and what Smaregi has to be told, in one transaction (O1, O2).
 * The same `idempotencyKey` again answers the first order; with another request it is 422.
 * Answers the order's ID, once it is safe.
 */
export async function placeOrder(
  ctx: Context,
  input: {
    merchantId: string;
    actor: string;
    idempotencyKey?: string | undefined;
    order: OrderInput;
    /** A buyer's order: what is not published is as unknown as what does not exist, and its keys are buyers' own. */
    byBuyer?: boolean;
  },
): Promise<string> {
  const { merchantId, order } = input;
  refuseOrder(order);
  const known = await prepareOrder(ctx, merchantId, order);
  const sellables = known.sellables.filter(({ published }) => published || input.byBuyer !== true);
  const prepared = { ...known, sellables };
  return await transact(ctx.db, async (tx) => {
    const orderId = newId();
    const earlier = input.idempotencyKey === undefined ? null : await claimKey(tx, orderId, input);
    if (earlier !== null) return earlier;
    await placeOrderIn(tx, { ...input, ...prepared, orderId });
    return orderId;
  });
}

/** Everything of a new order that needs no lock, read before its stock is locked: others wait for less. */
export async function prepareOrder(ctx: Context, merchantId: string, order: OrderInput): Promise<Prepared> {
  const variationIds = [...new Set(order.lines.map((line) => line.variationId))];
  return { sellables: await readSellables(ctx.db, merchantId, variationIds) };
}

async function claimKey(
  tx: Tx,
  orderId: string,
  input: {
    merchantId: string;
    idempotencyKey?: string | undefined;
    order: OrderInput;
    byBuyer?: boolean;
  },
): Promise<string | null> {
  const requestHash = createHash("sha256").update(JSON.stringify(input.order)).digest();
  const { merchantId, idempotencyKey: key = "" } = input;
  const chosenBy = input.byBuyer === true ? "buyer" : "merchant";
  const first = await claimIdempotencyKey(tx, { merchantId, chosenBy, key, requestHash, orderId });
  if (first === null) return null;
  if (first.requestHash.equals(requestHash)) return first.orderId;
  const message = {
    ja: "このIdempotency-Keyは、内容の異なる別の注文で使われています。",
    en: "This Idempotency-Key was used with another request.",
  };
  throw new AppError("idempotency_key_reused", message, [{ path: "Idempotency-Key", message }]);
}

type Prepared = { sellables: Sellable[] };

type Placing = Prepared & {
  merchantId: string;
  actor: string;
  order: OrderInput;
  orderId: string;
  /** The plan that placed it, where one did. */
  by?: "subscription" | "membershipFee";
};

/** Takes a prepared order in a caller's transaction; refuses as `placeOrder` does, and nothing of it is written. */
export async function placeOrderIn(tx: Tx, placing: Placing): Promise<void> {
  const { merchantId, actor, order, orderId, by } = placing;
  const variationIds = placing.sellables.map((sellable) => sellable.id);
  const rows = await lockWithSiblings(tx, merchantId, { variationIds });
  const { lines, movements } = planPlacing(order, placing.sellables, rows);
  const entries = movements.map((movement) => ({ ...movement, cause: "orderPlaced", actor, orderId }));
  await writeMovements(tx, merchantId, entries);

  // Last of all locks, and held for a moment: an order that is refused takes no number, and nobody waits long for one.
  const serial = await nextNumber(tx, merchantId, "order");
  // Read under the locks: what is written of the order's link has the time of its stock.
  const place = await linkPlace(tx, merchantId);
  const number = String(serial).padStart(8, "0");
  const link = linkOfNew(saleOf(number, lines, order.money), place);
  const row = {
    merchantId,
    id: orderId,
    serial,
    number,
    kind: order.kind,
    status: "new" as const,
    money: JSON.stringify(order.money),
    customer: order.customer === undefined ? null : JSON.stringify(order.customer),
    placedBy: actor,
    enteredBy: order.kind === "proxy" ? (order.enteredBy ?? actor) : null,
    releaseOn: order.releaseOn ?? null,
    ...linkColumns(link, atOf(place), place.now),
  };
  const fact = { kind: "orderPlaced", data: by === undefined ? {} : { by } } as const;
  const entry = { merchantId, orderId, event: "placed", fact, actor };
  await insertOrder(tx, row, lineRows(merchantId, orderId, lines), entry);
  await writeNewLink(tx, { merchantId, orderId, place }, link);
}
