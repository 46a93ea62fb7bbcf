import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import { transact, type Tx } from "../kit/database.ts";
import { AppError } from "../kit/errors.ts";
import { newId } from "../kit/ids.ts";
import { traceHere } from "../kit/tracing/trace.ts";
import { wake } from "../tasks.ts";
import { linkColumns } from "../transactions/link-columns.ts";
import { atOf, linkOfNew, offEntries } from "./change-link.ts";
import { saleOf } from "./lines.ts";
import { planPlacing, refuseOrder, type OrderInput } from "./plan-order.ts";
import { readOrder, shownWhole, type ShownOrder } from "./read-orders.ts";
import { newWork } from "./work/rules.ts";
import {
  claimAndLock,
  insertOrder,
  lockOrdered,
  takeNumber,
  type KeyClaim,
  type Locked,
} from "./placing/store.ts";

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
    const placing = { ...input, orderId: newId() };
    const claim = claimOf(placing);
    if (claim === null) {
      return await placeLocked(tx, placing, await lockOrdered(tx, merchantId, variationsOf(placing)), true);
    }
    const { first, ...locked } = await claimAndLock(tx, claim, variationsOf(placing));
    return first === null ? await placeLocked(tx, placing, locked, true) : earlierOf(claim, first);
  });
  return typeof placed === "string" ? await readOrder(ctx, { merchantId, id: placed }) : placed;
}

function claimOf(placing: Placing & { idempotencyKey?: string | undefined }): KeyClaim | null {
  const { merchantId, orderId, idempotencyKey: key } = placing;
  if (key === undefined) return null;
  const requestHash = createHash("sha256").update(JSON.stringify(placing.order)).digest();
  const chosenBy = placing.byBuyer === true ? "buyer" : "merchant";
  return { merchantId, chosenBy, key, requestHash, orderId };
}

/** The order that the key was given with before; 422 where that was another one. */
function earlierOf({ requestHash }: KeyClaim, first: { requestHash: Buffer; orderId: string }): string {
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

const variationsOf = ({ order }: Placing): string[] => [
  ...new Set(order.lines.map((line) => line.variationId)),
];

/** Takes an order in a caller's transaction; refuses as `placeOrder` does, and nothing of it is written. */
export async function placeOrderIn(tx: Tx, placing: Placing): Promise<ShownOrder> {
  const locked = await lockOrdered(tx, placing.merchantId, variationsOf(placing));
  return await placeLocked(tx, placing, locked, false);
}

async function placeLocked(tx: Tx, placing: Placing, locked: Locked, isLast: boolean): Promise<ShownOrder> {
  const { merchantId, actor, order, orderId, by, byBuyer } = placing;
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
    ...newWork,
    ...linkColumns(link, atOf(place), place.now),
    trace: traceHere(),
  };
  const fact = { kind: "orderPlaced", data: by === undefined ? {} : { by } } as const;
  const log = [{ event: "placed", fact, actor }, ...offEntries(place)];
  const lines = planned.lines.map((line, index) => ({ ...line, position: index + 1 }));
  const told = link.rows;
  if (told.length > 0) await wake(tx, "sendOrders", [merchantId]);
  const times = await insertOrder(tx, merchantId, { order: row, lines, log, movements, told, isLast });
  return shownWhole({ ...row, ...times }, lines, { link, placed: place.placed });
}
