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
 * Compares the orders of the last 31 days with their terminals' transactions, lines and totals (P7). New facts are written into the
 * orders' links, which repair what they can. Every difference is noted with its cause and its repair. Returns Smaregi's failure, also
 * if only a part of a list is missing.
 */
export async function compareAllOrders(ctx: Context, at: Comparing): Promise<Failure | null> {
  const { merchantId, id } = at;
  const now = ctx.clock();
  // One minute of room on both sides, because clocks differ.
  const from = new Date(now.getTime() - windowMs + 120_000);
  const to = new Date(now.getTime() + 60_000);
  const asked = { terminalTranFrom: from, terminalTranTo: to, withDetails: true, takeOdd: true };
  // Read before Smaregi's list: an order that is placed meanwhile is in neither.
  const registrations = await readRegistrations(ctx.db, merchantId, new Date(from.getTime() + 60_000));
  // An edited order has several registrations but counts once.
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
        // A store that Smaregi no longer has stops no other: its transactions are asked for one by one.
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
    // As far as we know it was never sent, or sent to another contract, which this contract's app cannot see: there is nothing to
    // compare.
    if (row.place?.contractId !== at.account.contractId) continue;
    const inList = listed.find((each) => each.transactionId === row.transactionId) ?? null;
    // A list proves no absence: the transaction itself is asked for first (P3, P5).
    const mine = inList === null && row.state === "standing" ? await readSingly(ctx, at, row) : inList;
    if (mine === "unknown") continue;
    const seen: Seen = {
      of: row,
      own: mine === null ? "notListed" : stands(mine) ? "stands" : "cancelled",
      standing: listed.filter(stands).map((each) => each.transactionId),
    };
    const links = await seeOrder(ctx, { merchantId, orderId, rowId, seen });
    // Something happened while the list was read: the next check compares it.
    if (links === null) continue;
    const cause = compareOrder(links.before, links.after, row, mine);
    // At most one difference for each order.
    if (cause === null || told.has(orderId)) continue;
    told.add(orderId);
    const healing = cause === "registeredAfterAll" || cause === "registeredTwice";
    const other = listed.find((each) => stands(each) && each.transactionId !== row.transactionId);
    const transactionId = (other ?? listed[0])?.transactionId ?? row.transactionId;
    found.push({ cause, healing, orderId, rowId, transactionId });
  }
  // A former terminal may now belong to someone else: unknown transactions there are not ours to report.
  const isHere = (each: Transaction) => each.storeId === at.storeId && each.terminalId === at.terminalId;
  found.push(...(await strangers(ctx, at, [...byId.values()].filter(isHere), now)));
  await addDifferences(ctx.db, merchantId, id, found);
  await progress(ordersToCheck);
  // Only the missing parts of the lists were not compared (P5).
  return lost ?? null;
}

/**
 * The terminals whose transactions are compared, by store: first the connection's, then those of the same contract that orders were
 * sent to before the connection moved (P1, P7).
 */
function terminalsOf(registrations: Registration[], at: Comparing): Map<string, Set<string>> {
  const stores = new Map([[at.storeId, new Set([at.terminalId])]]);
  for (const { place } of registrations.map(({ row }) => row)) {
    if (place === null || place.contractId !== at.account.contractId) continue;
    stores.set(place.storeId, (stores.get(place.storeId) ?? new Set()).add(place.terminalId));
  }
  return stores;
}

/** Reads the row's transaction by its ID: null if Smaregi says that there is none, `unknown` if Smaregi says nothing definite. */
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

/**
 * Finds the listed transactions of a registration by its ID or its uuid, in the list's order, among those that are still in `byId`.
 */
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

/** The terminal's valid transactions that belong to no order here, without those of orders placed this very moment. */
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
