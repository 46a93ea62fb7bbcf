import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import { transact, type Tx } from "../kit/database.ts";
import { AppError } from "../kit/errors.ts";
import { newId } from "../kit/ids.ts";
import { linkColumns } from "../transactions/link-columns.ts";
import { atOf, linkOfNew, offEntries, writeNewLink } from "./change-link.ts";
import { saleOf } from "./lines.ts";
import { planPlacing, refuseOrder, type OrderInput } from "./plan-order.ts";
import { readOrder, shownWhole, type ShownOrder } from "./read-orders.ts";
import { claimIdempotencyKey, insertOrder, lockOrdered, takeNumber } from "./placing/store.ts";

/**
 * Takes an order: its stock, its lines, its log and what Smaregi has to be told, in one transaction (O1, O2).
 * The same `idempotencyKey` again answers the first order; with another request it is 422.
 * Returns the order as it is shown, once it is safe.
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
): Promise<ShownOrder> {
  const { merchantId } = input;
  refuseOrder(input.order);
  const placed = await transact(ctx.db, async (tx) => {
    const orderId = newId();
    const earlier = input.idempotencyKey === undefined ? null : await claimKey(tx, orderId, input);
    return earlier ?? (await placeOrderIn(tx, { ...input, orderId }));
  });
  return typeof placed === "string" ? await readOrder(ctx, { merchantId, id: placed }) : placed;
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

type Placing = {
  merchantId: string;
  actor: string;
  order: OrderInput;
  orderId: string;
  byBuyer?: boolean;
  /** The plan that placed it, where one did. */
  by?: "subscription" | "membershipFee";
};

/** Takes an order in a caller's transaction; refuses as `placeOrder` does, and nothing of it is written. */
export async function placeOrderIn(tx: Tx, placing: Placing): Promise<ShownOrder> {
  const { merchantId, actor, order, orderId, by, byBuyer } = placing;
  const variationIds = [...new Set(order.lines.map((line) => line.variationId))];
  const locked = await lockOrdered(tx, merchantId, variationIds);
  const sellables = locked.sellables.filter(({ published }) => published || byBuyer !== true);
  const planned = planPlacing(order, sellables, locked.rows);
  const movements = planned.movements.map((each) => ({ ...each, cause: "orderPlaced", actor, orderId }));

  // After the last refusal: an order that is refused takes no number. And under the locks: what is written of the order's link
  // has the time of its stock.
  const { serial, place } = await takeNumber(tx, merchantId);
  const number = String(serial).padStart(8, "0");
  const link = linkOfNew(saleOf(number, planned.lines, order.money), place);
  const row = {
    id: orderId,
    serial,
    number,
    kind: order.kind,
    status: "new" as const,
    money: order.money,
    customer: order.customer ?? null,
    placedBy: actor,
    enteredBy: order.kind === "proxy" ? (order.enteredBy ?? actor) : null,
    releaseOn: order.releaseOn ?? null,
    ...linkColumns(link, atOf(place), place.now),
  };
  const fact = { kind: "orderPlaced", data: by === undefined ? {} : { by } } as const;
  const log = [{ event: "placed", fact, actor }, ...offEntries(place)];
  const lines = planned.lines.map((line, index) => ({ ...line, position: index + 1 }));
  const times = await insertOrder(tx, merchantId, { order: row, lines, log, movements });
  await writeNewLink(tx, { merchantId, orderId, place }, link);
  return shownWhole({ ...row, ...times }, lines, { link, placed: place.placed });
}
