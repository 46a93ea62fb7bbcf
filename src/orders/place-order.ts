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
    const claims = claim === null ? [] : [claim];
    const wanted = { claims, variationIds: variationsOf([placing]), waits: true };
    const { claimed, ...locked } = await claimAndLock(tx, merchantId, wanted);
    if (claim !== null && !claimed.has(claim.orderId)) return earlierOf(claim, await readKey(tx, claim));
    return await placeLocked(tx, placing, locked, true);
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

/** The order that the key was given with before; 422 where that was another one. */
function earlierOf({ requestHash }: KeyClaim, first: { requestHash: Buffer; orderId: string }): string {
  if (first.requestHash.equals(requestHash)) return first.orderId;
  const message = {
    ja: "このIdempotency-Keyは、内容の異なる別の注文で使われています。",
    en: "This Idempotency-Key was used with another request.",
  };
  throw new AppError("idempotency_key_reused", message, [{ path: "Idempotency-Key", message }]);
}

/** Takes an order in a caller's transaction; refuses as `placeOrder` does, and nothing of it is written. */
export async function placeOrderIn(tx: Tx, input: Omit<Placing, "trace">): Promise<ShownOrder> {
  const placing = { ...input, trace: traceHere() };
  const wanted = { claims: [], variationIds: variationsOf([placing]), waits: true };
  const locked = await claimAndLock(tx, placing.merchantId, wanted);
  return await placeLocked(tx, placing, locked, false);
}
