import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import { isRolledBack, transact, type Db, type Tx } from "../kit/database.ts";
import { AppError } from "../kit/errors.ts";
import { newId } from "../kit/ids.ts";
import { inBatches, type Outcomes } from "../kit/in-batches.ts";
import { traceHere } from "../kit/tracing/trace.ts";
import { movedTo } from "../stock/rules.ts";
import { refuseOrder, type OrderInput, type PlacingPlan } from "./plan-order.ts";
import { readOrder, type ShownOrder } from "./read-orders.ts";
import { claimAndLock, readKey, unclaim, type KeyClaim } from "./placing/store.ts";
import { insertPlanned, placeLocked, planOf, variationsOf, type Placing } from "./placing/write-orders.ts";

/**
 * Takes an order: its stock, its lines, its log and what Smaregi must be told, in one transaction (O1, O2). The same `idempotencyKey`
 * again returns the first order; with another request it is a 422. Returns the order as it is shown, once it is safe.
 */
export async function placeOrder(
  ctx: Context,
  input: {
    merchantId: string;
    actor: string;
    idempotencyKey?: string | undefined;
    order: OrderInput;
    /**
     * True for a buyer's order: unpublished products are as unknown as those that do not exist, and its keys are separate from the
     * merchant's.
     */
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
 * Takes orders of a merchant that arrive at the same time in one transaction, so that they share its round trips and its commit. It
 * waits for no lock, so that no order waits for the goods of another; orders that it cannot take are taken alone.
 */
const take = inBatches<Db, Keyed, ShownOrder | null>(placeTogether, { most: 16 });

/** Takes an order in its own transaction. Returns the ID of the earlier order if its key was used before. */
async function placeAlone(db: Db, placing: Keyed): Promise<ShownOrder | string> {
  const { merchantId } = placing;
  return await transact(db, async (tx) => {
    const claim = claimOf(placing);
    const claims = claim === null ? [] : [claim];
    const wanted = { claims, variationIds: variationsOf([placing]), waits: true };
    const { claimed, ...locked } = await claimAndLock(tx, merchantId, wanted);
    if (claim !== null && !claimed.has(claim.orderId)) return earlierOf(claim, await readKey(tx, claim));
    return await placeLocked(tx, placing, locked, true);
  });
}

/**
 * Takes several orders of a merchant in one transaction, in the order they came. Each stands alone: a refused one takes nothing from
 * the others. Null means that an order has to be taken alone, because its key was used before or because the transaction failed due
 * to one of them.
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
  const { claimed, ...locked } = await claimAndLock(tx, merchantId, {
    claims: given,
    variationIds: variationsOf(placings),
    waits: false,
  });
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

/** The order that the key was used for before. Throws 422 if that request was different. */
function earlierOf({ requestHash }: KeyClaim, first: { requestHash: Buffer; orderId: string }): string {
  if (first.requestHash.equals(requestHash)) return first.orderId;
  const message = {
    ja: "このIdempotency-Keyは、内容の異なる別の注文で使われています。",
    en: "This Idempotency-Key was used with another request.",
  };
  throw new AppError("idempotency_key_reused", message, [{ path: "Idempotency-Key", message }]);
}

/** Takes an order in the caller's transaction. Throws as `placeOrder` does; then nothing of it is written. */
export async function placeOrderIn(tx: Tx, input: Omit<Placing, "trace">): Promise<ShownOrder> {
  const placing = { ...input, trace: traceHere() };
  const wanted = { claims: [], variationIds: variationsOf([placing]), waits: true };
  const locked = await claimAndLock(tx, placing.merchantId, wanted);
  return await placeLocked(tx, placing, locked, false);
}
