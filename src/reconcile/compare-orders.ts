import type { Context } from "../context.ts";
import { reopenForSending } from "../order-link/repair.ts";
import type { Failure, Transaction } from "../smaregi/types.ts";
import type { Comparing } from "./compare-stock.ts";
import { compareOrder } from "./rules.ts";
import { addDifferences, readRegistrations, updateReconciliation, type NewDifference } from "./store.ts";

/** The longest window of transactions that Smaregi lists. */
const windowMs = 31 * 86_400_000;

/**
 * Compares the orders of the last 31 days with the terminal's transactions. A registration that counted as failed and stands
 * in Smaregi is put right; everything else is written down with what repairs it. Answers a failure of Smaregi's.
 */
export async function compareAllOrders(ctx: Context, at: Comparing): Promise<Failure | null> {
  const { merchantId, id } = at;
  const now = ctx.clock();
  // A minute of room on both sides: our clocks may differ.
  const from = new Date(now.getTime() - windowMs + 120_000);
  const window = { terminalTranFrom: from, terminalTranTo: new Date(now.getTime() + 60_000) };
  // Read before Smaregi's list: an order that comes meanwhile is in neither comparison.
  const registrations = await readRegistrations(ctx.db, merchantId, new Date(from.getTime() + 60_000));
  const ordersToCheck = registrations.length;
  const progress = (orders: number) =>
    updateReconciliation(ctx.db, merchantId, id, { orders, ordersToCheck });
  await progress(0);
  const byId = new Map<string, Transaction>();
  const byUuid = new Map<string, Transaction>();
  let isWhole = true;
  for (let page = 1; ; page += 1) {
    const answer = await ctx.smaregi.transactionPage(at.account, {
      ...window,
      storeId: at.storeId,
      page,
      limit: 1000,
      takeOdd: true,
    });
    if (answer.kind !== "found") return answer;
    for (const transaction of answer.transactions) {
      if (transaction.terminalId !== at.terminalId || transaction.offset) continue;
      byId.set(transaction.transactionId, transaction);
      if (transaction.transactionUuid !== null) byUuid.set(transaction.transactionUuid, transaction);
    }
    if (answer.odd.length > 0) isWhole = false;
    await progress(Math.min(byId.size, ordersToCheck));
    if (answer.last) break;
  }
  const found: NewDifference[] = [];
  for (const own of registrations) {
    const isHere =
      own.contractId === at.account.contractId &&
      own.storeId === at.storeId &&
      own.terminalId === at.terminalId;
    const transaction = byId.get(own.transactionId ?? "") ?? byUuid.get(own.transactionUuid ?? "") ?? null;
    if (transaction !== null) byId.delete(transaction.transactionId);
    const cause = compareOrder({ ...own, isHere }, transaction);
    // A row that could not be read may be the one that seems to be missing (P5).
    if (cause === null || (transaction === null && !isWhole)) continue;
    const healing = cause === "registeredAfterAll";
    if (healing) await reopenForSending(ctx, { merchantId, actor: "差異チェック", orderId: own.orderId });
    found.push({
      cause,
      healing,
      orderId: own.orderId,
      operationId: own.id,
      transactionId: transaction?.transactionId ?? own.transactionId,
    });
  }
  found.push(...(await strangers(ctx, at, [...byId.values()], now)));
  await addDifferences(ctx.db, merchantId, id, found);
  await progress(ordersToCheck);
  return null;
}

/** Standing transactions of the terminal that no order here knows, but for those of orders that came this moment; and second ones of one that does. */
async function strangers(
  ctx: Context,
  { merchantId }: Comparing,
  left: Transaction[],
  now: Date,
): Promise<NewDifference[]> {
  const standing = left.filter(({ cancelled, disposed }) => !cancelled && !disposed);
  if (standing.length === 0) return [];
  const known = await readRegistrations(ctx.db, merchantId, new Date(now.getTime() - 2 * windowMs));
  const ids = new Set(known.map((each) => each.transactionId));
  const byUuid = new Map(known.map((each) => [each.transactionUuid, each]));
  return standing.flatMap(({ transactionId, transactionUuid, memo }): NewDifference[] => {
    if (ids.has(transactionId)) return [];
    const own = transactionUuid === null ? undefined : byUuid.get(transactionUuid);
    if (own === undefined)
      return [{ cause: "unknownTransaction", healing: false, transactionId, note: memo }];
    // Where no answer has come yet, this is the one.
    if (own.transactionId === null) return [];
    const { id: operationId, orderId } = own;
    return [{ cause: "registeredTwice", healing: false, orderId, operationId, transactionId }];
  });
}
