import type { Context } from "../context.ts";
import { transact, type Tx } from "../kit/database.ts";
import { nameChanges } from "../stock/changes/name-changes.ts";
import { quantitiesOfOrders, type Quantity } from "../stock/changes/store.ts";
import { ordersToSend, sendIn } from "./repair.ts";

/** How many orders one transaction tries out; it locks their goods meanwhile. */
const chunk = 50;

/** Thrown to roll back a trial; carries its result. */
class TakenBack extends Error {
  readonly sent: number;
  readonly moves: { was: Quantity; by: number }[];

  constructor(sent: number, moves: { was: Quantity; by: number }[]) {
    super("It was only tried.");
    this.sent = sent;
    this.moves = moves;
  }
}

/**
 * Shows what sending orders that are behind would do to the quantities here (P3, P6). Each is sent as in `sendOrdersAgain`, in
 * transactions that are rolled back. Nothing changes, and Smaregi is not called.
 */
export async function previewSend(
  ctx: Context,
  { merchantId, actor, orderIds }: { merchantId: string; actor: string; orderIds: string[] | "behind" },
) {
  const ids = await ordersToSend(ctx, { merchantId, orderIds });
  const all = new Map<string, { was: Quantity; by: number }>();
  let orders = 0;
  for (let at = 0; at < ids.length; at += chunk) {
    const some = ids.slice(at, at + chunk);
    const { sent, moves } = await triedOut(ctx, (tx) => sendAll(tx, { merchantId, actor }, some));
    orders += sent;
    for (const { was, by } of moves) {
      const earlier = all.get(was.variationId);
      all.set(was.variationId, { was: earlier?.was ?? was, by: (earlier?.by ?? 0) + by });
    }
  }
  const changes = [...all.values()].map(({ was, by }) => {
    const { variationId, smaregiProductId, quantity: quantityNow } = was;
    const quantityThen = Math.max(0, (quantityNow ?? 0) + by);
    return { variationId, smaregiProductId, quantityNow, quantityThen, because: "ordered" as const };
  });
  return { orders, quantities: await nameChanges(ctx.db, merchantId, changes) };
}

/** Does the work in a transaction that is rolled back, and returns what it threw. */
async function triedOut(ctx: Context, work: (tx: Tx) => Promise<never>): Promise<TakenBack> {
  try {
    return await transact(ctx.db, work);
  } catch (error) {
    if (error instanceof TakenBack) return error;
    throw error;
  }
}

async function sendAll(
  tx: Tx,
  { merchantId, actor }: { merchantId: string; actor: string },
  orderIds: string[],
): Promise<never> {
  const before = await quantitiesOfOrders(tx, merchantId, orderIds);
  let sent = 0;
  for (const orderId of orderIds) if (await sendIn(tx, { merchantId, actor, orderId })) sent += 1;
  const now = await quantitiesOfOrders(tx, merchantId, orderIds);
  const after = new Map(now.map(({ variationId, quantity }) => [variationId, quantity]));
  const moves = before.flatMap((was) => {
    const by = (after.get(was.variationId) ?? 0) - (was.quantity ?? 0);
    return by === 0 ? [] : [{ was, by }];
  });
  throw new TakenBack(sent, moves);
}
