import type { Context } from "../context.ts";
import { groupBy } from "../kit/group-by.ts";
import { stands } from "../order-link/look.ts";
import { seeOrder } from "../order-link/see-order.ts";
import { inParts } from "../smaregi/in-parts.ts";
import { endless, readList } from "../smaregi/read-list.ts";
import type { Failure, Transaction } from "../smaregi/types.ts";
import type { Seen } from "../transactions/press.ts";
import type { TransactionRow } from "../transactions/rules.ts";
import type { Comparing } from "./compare-stock.ts";
import { compareOrder } from "./rules.ts";
import { readRegistrations, type Registration } from "./evidence/store.ts";
import { addDifferences, updateReconciliation, type NewDifference } from "./store.ts";

/** The longest window of transactions that Smaregi lists. */
const windowMs = 31 * 86_400_000;

/**
 * Compares the orders of the last 31 days with their terminals' transactions, lines and totals (P7). Facts that no call has told
 * are written into the orders' links, which put right what they can; every difference is written down with its cause and what
 * repairs it. Answers a failure of Smaregi's, also where only a part of a list is missing.
 */
export async function compareAllOrders(ctx: Context, at: Comparing): Promise<Failure | null> {
  const { merchantId, id } = at;
  const now = ctx.clock();
  // A minute of room on both sides: our clocks may differ.
  const from = new Date(now.getTime() - windowMs + 120_000);
  const to = new Date(now.getTime() + 60_000);
  const asked = { terminalTranFrom: from, terminalTranTo: to, withDetails: true, takeOdd: true };
  // Read before Smaregi's list: an order that comes meanwhile is in neither comparison.
  const registrations = await readRegistrations(ctx.db, merchantId, new Date(from.getTime() + 60_000));
  // An order that was edited has several: it is one all the same.
  const ordersToCheck = new Set(registrations.map(({ orderId }) => orderId)).size;
  const progress = (orders: number) =>
    updateReconciliation(ctx.db, merchantId, id, { orders, ordersToCheck });
  await progress(0);
  const stores = terminalsOf(registrations, at);
  const byId = new Map<string, Transaction>();
  let lost: Failure | undefined;
  for (const [storeId, terminals] of stores) {
    const ask = inParts((place) => ctx.smaregi.transactionPage(at.account, { ...asked, storeId, ...place }));
    for await (const listed of readList(ask, { limit: 100 })) {
      if (listed.kind === "end") break;
      if (listed.kind === "givenUp") return endless;
      if (listed.kind !== "found") {
        // A store that Smaregi has no more keeps nobody from the others: its transactions are asked for singly.
        if (listed.kind === "refused" && storeId !== at.storeId) break;
        return listed;
      }
      lost ??= listed.lost;
      for (const transaction of listed.transactions) {
        if (transaction.offset || !terminals.has(transaction.terminalId ?? "")) continue;
        byId.set(transaction.transactionId, transaction);
      }
      await progress(Math.min(byId.size, ordersToCheck));
    }
  }
  const found: NewDifference[] = [];
  const told = new Set<string>();
  const listedOf = lookUp(byId);
  for (const own of registrations) {
    const { id: rowId, orderId, row } = own;
    const listed = listedOf(own);
    for (const each of listed) byId.delete(each.transactionId);
    // Never sent as far as we know, or sent to another contract, which this one's app cannot see: nothing to compare.
    if (row.place?.contractId !== at.account.contractId) continue;
    const inList = listed.find((each) => each.transactionId === row.transactionId) ?? null;
    // Absence in a list proves nothing: before it counts, the transaction itself is asked for (P3, P5).
    const mine = inList === null && row.state === "standing" ? await readSingly(ctx, at, row) : inList;
    if (mine === "unknown") continue;
    const seen: Seen = {
      of: row,
      own: mine === null ? "notListed" : stands(mine) ? "stands" : "cancelled",
      standing: listed.filter(stands).map((each) => each.transactionId),
    };
    const links = await seeOrder(ctx, { merchantId, orderId, rowId, seen });
    // What happened while the list was read is the next check's to compare.
    if (links === null) continue;
    const cause = compareOrder(links.before, links.after, row, mine);
    // One order is one difference.
    if (cause === null || told.has(orderId)) continue;
    told.add(orderId);
    const healing = cause === "registeredAfterAll" || cause === "registeredTwice";
    const other = listed.find((each) => stands(each) && each.transactionId !== row.transactionId);
    const transactionId = (other ?? listed[0])?.transactionId ?? row.transactionId;
    found.push({ cause, healing, orderId, rowId, transactionId });
  }
  // A former terminal may be somebody else's by now: what stands there unknown is not ours to name.
  const isHere = (each: Transaction) => each.storeId === at.storeId && each.terminalId === at.terminalId;
  found.push(...(await strangers(ctx, at, [...byId.values()].filter(isHere), now)));
  await addDifferences(ctx.db, merchantId, id, found);
  await progress(ordersToCheck);
  // What is missing of the lists was not compared; all else was (P5).
  return lost ?? null;
}

/**
 * The terminals whose transactions are compared, by their store: the connection's first, and those of the same contract that
 * orders were sent to before the connection moved (P1, P7).
 */
function terminalsOf(registrations: Registration[], at: Comparing): Map<string, Set<string>> {
  const stores = new Map([[at.storeId, new Set([at.terminalId])]]);
  for (const { place } of registrations.map(({ row }) => row)) {
    if (place === null || place.contractId !== at.account.contractId) continue;
    stores.set(place.storeId, (stores.get(place.storeId) ?? new Set()).add(place.terminalId));
  }
  return stores;
}

/** The row's transaction by its ID: null where Smaregi says that there is none, `unknown` where it says nothing definite. */
async function readSingly(
  ctx: Context,
  { account }: Comparing,
  { transactionId }: TransactionRow,
): Promise<Transaction | null | "unknown"> {
  if (transactionId === null) return "unknown";
  const answer = await ctx.smaregi.transaction(account, transactionId, { withDetails: true });
  if (answer.kind === "found") return answer.transaction;
  return answer.kind === "missing" ? null : "unknown";
}

/** Finds the listed transactions of a registration, by its ID or its uuid, in the list's order: those that are still in `byId`. */
function lookUp(byId: Map<string, Transaction>) {
  const all = [...byId.values()];
  const places = new Map(all.map(({ transactionId }, place) => [transactionId, place]));
  const byUuid = groupBy(all, ({ transactionUuid }) => transactionUuid);
  return ({ row, transactionUuid }: Registration): Transaction[] => {
    const ids = new Set([
      ...(byUuid.get(transactionUuid) ?? []).map(({ transactionId }) => transactionId),
      ...(row.transactionId === null ? [] : [row.transactionId]),
    ]);
    const inOrder = [...ids].toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
    return inOrder.flatMap((id) => byId.get(id) ?? []);
  };
}

/** Standing transactions of the terminal that no order here knows, but for those of orders that came this moment. */
async function strangers(
  ctx: Context,
  { merchantId }: Comparing,
  left: Transaction[],
  now: Date,
): Promise<NewDifference[]> {
  const standing = left.filter(stands);
  if (standing.length === 0) return [];
  const known = await readRegistrations(ctx.db, merchantId, new Date(now.getTime() - 2 * windowMs));
  const ids = new Set(known.flatMap((each) => [each.row.transactionId, each.transactionUuid]));
  return standing.flatMap(({ transactionId, transactionUuid, memo }): NewDifference[] => {
    if (ids.has(transactionId) || (transactionUuid !== null && ids.has(transactionUuid))) return [];
    return [{ cause: "unknownTransaction", healing: false, transactionId, note: memo }];
  });
}
