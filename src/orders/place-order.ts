import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import { isRolledBack, transact, type Db, type Tx } from "../kit/database.ts";
import { AppError } from "../kit/errors.ts";
import { newId } from "../kit/ids.ts";
import { inBatches, type Outcomes } from "../kit/in-batches.ts";
import { traceHere } from "../kit/tracing/trace.ts";
import type { LinkPlace } from "../place/store.ts";
import { movedTo } from "../stock/rules.ts";
import { wake } from "../tasks.ts";
import { linkColumns } from "../transactions/link-columns.ts";
import { atOf, linkOfNew, offEntries } from "./change-link.ts";
import { saleOf } from "./lines.ts";
import { planPlacing, refuseOrder, type OrderInput, type PlacingPlan } from "./plan-order.ts";
import { readOrder, shownWhole, type ShownOrder } from "./read-orders.ts";
import { newWork } from "./work/rules.ts";
import {
  claimAndLock,
  claimAndLockAll,
  insertOrders,
  lockOrdered,
  takeNumbers,
  unclaim,
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
  const placing = { ...input, orderId: newId(), trace: traceHere() };
  const placed = (await take(ctx.db, merchantId, placing)) ?? (await placeAlone(ctx.db, placing));
  return typeof placed === "string" ? await readOrder(ctx, { merchantId, id: placed }) : placed;
}

type Keyed = Placing & { idempotencyKey?: string | undefined };

/**
 * Orders of a merchant that come at once are taken in one transaction: its round trips and its commit are theirs together. It waits
 * for nobody's lock, so that no order waits for the goods of another; those it could not take are taken alone.
 */
const take = inBatches<Db, Keyed, ShownOrder | null>(placeTogether, { most: 16 });

/** Takes an order in a transaction of its own; answers the ID of the one that its key was given with before. */
async function placeAlone(db: Db, placing: Keyed): Promise<ShownOrder | string> {
  const { merchantId } = placing;
  return await transact(db, async (tx) => {
    const claim = claimOf(placing);
    if (claim === null) {
      return await placeLocked(tx, placing, await lockOrdered(tx, merchantId, variationsOf([placing])), true);
    }
    const { first, ...locked } = await claimAndLock(tx, claim, variationsOf([placing]));
    return first === null ? await placeLocked(tx, placing, locked, true) : earlierOf(claim, first);
  });
}

/**
 * Takes several orders of a merchant in one transaction, one after the other as they came, each by itself: one that is refused
 * takes nothing from the others. Null: it has to be taken alone, since its key was given before, or since the transaction came
 * to nothing for the sake of one of them.
 */
async function placeTogether(
  db: Db,
  merchantId: string,
  placings: Keyed[],
): Promise<Outcomes<ShownOrder | null>> {
  try {
    return await transact(db, (tx) => placeAllIn(tx, merchantId, placings), { tries: 1 });
  } catch (error) {
    if (!isRolledBack(error)) throw error;
    return placings.map(() => ({ status: "fulfilled", value: null }));
  }
}

async function placeAllIn(
  tx: Tx,
  merchantId: string,
  placings: Keyed[],
): Promise<Outcomes<ShownOrder | null>> {
  const claims = placings.map(claimOf);
  const given = claims.filter((claim) => claim !== null);
  const { claimed, ...locked } = await claimAndLockAll(tx, merchantId, given, variationsOf(placings));
  const outcomes: Outcomes<ShownOrder | null> = placings.map(() => ({ status: "fulfilled", value: null }));
  const planned: { nth: number; placing: Placing; plan: PlacingPlan }[] = [];
  const refused: string[] = [];
  let { rows } = locked;
  for (const [nth, placing] of placings.entries()) {
    if (claims[nth] !== null && !claimed.has(placing.orderId)) continue;
    try {
      const plan = planOf(placing, { ...locked, rows });
      rows = movedTo(rows, plan.movements);
      planned.push({ nth, placing, plan });
    } catch (reason) {
      outcomes[nth] = { status: "rejected", reason };
      if (claims[nth] !== null) refused.push(placing.orderId);
    }
  }
  if (refused.length > 0) await unclaim(tx, merchantId, refused);
  if (planned.length === 0) return outcomes;
  const shown = await insertPlanned(tx, merchantId, planned, true);
  for (const [index, { nth }] of planned.entries())
    outcomes[nth] = { status: "fulfilled", value: shown[index] as ShownOrder };
  return outcomes;
}

function claimOf(placing: Keyed): KeyClaim | null {
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
  /** Which trace it was asked for in. */
  trace: string | null;
  byBuyer?: boolean;
  /** The plan that placed it, where one did. */
  by?: "subscription" | "membershipFee";
};

const variationsOf = (placings: Placing[]): string[] => [
  ...new Set(placings.flatMap(({ order }) => order.lines.map((line) => line.variationId))),
];

/** Takes an order in a caller's transaction; refuses as `placeOrder` does, and nothing of it is written. */
export async function placeOrderIn(tx: Tx, input: Omit<Placing, "trace">): Promise<ShownOrder> {
  const placing = { ...input, trace: traceHere() };
  const locked = await lockOrdered(tx, placing.merchantId, variationsOf([placing]));
  return await placeLocked(tx, placing, locked, false);
}

async function placeLocked(tx: Tx, placing: Placing, locked: Locked, isLast: boolean): Promise<ShownOrder> {
  const planned = [{ placing, plan: planOf(placing, locked) }];
  const [shown] = await insertPlanned(tx, placing.merchantId, planned, isLast);
  return shown as ShownOrder;
}

const planOf = ({ order, byBuyer }: Placing, { sellables, rows }: Locked): PlacingPlan =>
  planPlacing(
    order,
    sellables.filter(({ published }) => published || byBuyer !== true),
    rows,
  );

/** Writes what was planned, under the locks of its stock. */
async function insertPlanned(
  tx: Tx,
  merchantId: string,
  planned: { placing: Placing; plan: PlacingPlan }[],
  isLast: boolean,
): Promise<ShownOrder[]> {
  // After the last refusal: an order that is refused takes no number. And under the locks: what is written of the order's link
  // has the time of its stock.
  const { serials, place } = await takeNumbers(tx, merchantId, planned.length);
  const orders = planned.map(({ placing, plan }, nth) =>
    newOrder(placing, plan, serials[nth] as number, place),
  );
  if (orders.some(({ told }) => told.length > 0)) await wake(tx, "sendOrders", [merchantId]);
  const times = await insertOrders(tx, merchantId, orders, { isLast });
  return orders.map(({ order, lines, link }) =>
    shownWhole({ ...order, ...times }, lines, { link, placed: place.placed }),
  );
}

function newOrder(placing: Placing, plan: PlacingPlan, serial: number, place: LinkPlace) {
  const { actor, order, orderId, by, trace } = placing;
  const number = String(serial).padStart(8, "0");
  const link = linkOfNew(saleOf(number, plan.lines, order.money), place);
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
    trace,
  };
  const fact = { kind: "orderPlaced", data: by === undefined ? {} : { by } } as const;
  return {
    order: row,
    lines: plan.lines.map((line, index) => ({ ...line, position: index + 1 })),
    log: [{ event: "placed", fact, actor }, ...offEntries(place)],
    movements: plan.movements.map((each) => ({ ...each, cause: "orderPlaced", actor, orderId })),
    told: link.rows,
    link,
  };
}
