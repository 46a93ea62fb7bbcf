import type { Fact } from "../facts/fact.ts";
import { ofOthers } from "../smaregi/lists.ts";
import { endless, readList } from "../smaregi/read-list.ts";
import type { Account, Failure, Smaregi, Transaction } from "../smaregi/types.ts";
import type { StoredRow } from "../transactions/store.ts";
import type { Told } from "../transactions/told.ts";
import { leftOutOf } from "./rules.ts";

/** The result of a call or a look, with the reason that people read. */
export type Heard = {
  told: Told;
  status: number | null;
  /** Null if there is nothing to tell. */
  reason: Fact | null;
  /** Smaregi product IDs that we sent but Smaregi does not know. */
  unknownProducts?: string[];
  /** True if Smaregi answered that the transaction does not exist (404). */
  isMissing?: boolean;
};

type Asker = { smaregi: Smaregi; account: Account; now: Date };

/**
 * B3: looks for a sale among the transactions of the second it was sent in, by its keys: its uuid, or the terminal's number.
 * `isLeft`: the connection has moved away from the contract or store of the row.
 */
export async function lookForSale(
  { smaregi, account, now }: Asker,
  row: StoredRow,
  isLeft: boolean,
): Promise<Heard> {
  const at = row.terminalTranAt ?? row.createdAt;
  const window = {
    storeId: row.place?.storeId ?? "",
    terminalTranFrom: new Date(at.getTime() - 1_000),
    terminalTranTo: new Date(at.getTime() + 1_000),
  };
  const own: Transaction[] = [];
  const ask = (at: { page: number; limit: number }) =>
    smaregi.transactionPage(account, { ...window, ...at, withDetails: true });
  for await (const listed of readList(ask)) {
    if (listed.kind === "end") break;
    if (listed.kind !== "found") return couldNotLook(listed.kind === "givenUp" ? endless : listed, isLeft);
    for (const transaction of listed.transactions) {
      const { transactionUuid, terminalId, terminalTranId, offset } = transaction;
      const isOwn =
        transactionUuid === row.transactionUuid ||
        (terminalId === row.place?.terminalId && terminalTranId === row.terminalTranId);
      if (!offset && isOwn) own.push(transaction);
    }
  }
  const found = seen("look", row, own, now);
  return own.some(stands) ? found : { ...found, reason: { kind: "notRegistered", data: {} } };
}

/** True if a transaction counts in Smaregi's books: it was neither cancelled nor disposed. */
export const stands = ({ cancelled, disposed }: Transaction): boolean => !cancelled && !disposed;

/** Turns the sales that Smaregi has under a row's keys into the same facts as an answer to its registration. */
function seen(call: "look" | "register", row: StoredRow, own: Transaction[], lookedAt: Date): Heard {
  const ids = (some: Transaction[]) => some.map(({ transactionId }) => transactionId);
  const standing = own.filter(stands);
  const cancelled = ids(own.filter((each) => !stands(each)));
  const told: Told = { call, kind: "sales", standing: ids(standing), cancelled, lookedAt };
  const unknown = standing.flatMap(({ lines }) => leftOutOf(row.sale, lines ?? []));
  return { told, status: null, reason: null, unknownProducts: [...new Set(unknown)] };
}

/** Settles a cancellation by reading the transaction: if anyone cancelled it, the cancellation is done. */
export async function lookAtTransaction({ smaregi, account, now }: Asker, row: StoredRow): Promise<Heard> {
  const answer = await smaregi.transaction(account, row.transactionId ?? "");
  const told = (isThere: boolean): Told => {
    return { call: "look", kind: "transaction", stands: isThere, lookedAt: now };
  };
  if (answer.kind === "missing") return { told: told(false), status: 404, reason: null, isMissing: true };
  if (answer.kind !== "found") return couldNotLook(answer);
  const isThere = stands(answer.transaction);
  return { told: told(isThere), status: null, reason: isThere ? { kind: "notCancelled", data: {} } : null };
}

/**
 * Looks for the transaction of a registration that waited long and, as far as we know, was never sent. A database restored from a
 * backup does not know what it sent since. Searches by the row's ID, which is the transaction's uuid. Null if Smaregi does not have
 * it.
 */
export async function lookBeforeFirst(
  { smaregi, account, now }: Asker,
  row: StoredRow,
): Promise<Heard | null> {
  const window = { ...windowOf(row.createdAt, now), transactionUuid: row.id };
  const answer = await smaregi.transactionPage(account, {
    ...window,
    page: 1,
    limit: 100,
    withDetails: true,
  });
  if (answer.kind !== "found") return notAsked(answer);
  const { transactions } = answer;
  const own = transactions.filter((each) => !each.offset && each.transactionUuid === row.id);
  if (own.length > 0) return seen("register", row, own, now);
  return transactions.some((each) => each.transactionUuid !== row.id) ? notAsked(ofOthers) : null;
}

/**
 * The search window, with one minute of room at both ends. It covers the last month at most, because Smaregi lists no more; a row
 * that waited longer was not sent in between.
 */
function windowOf(from: Date, until: Date): { terminalTranFrom: Date; terminalTranTo: Date } {
  const to = until.getTime() + 60_000;
  const begin = Math.max(from.getTime() - 60_000, to - 30 * 86_400_000);
  return { terminalTranFrom: new Date(begin), terminalTranTo: new Date(to) };
}

/**
 * When the order was created, until when this database may have forgotten what was sent for it, and the transaction IDs that it still
 * knows.
 */
export type Lost = { from: Date; until: Date; known: string[] };

/**
 * Looks for a sale of the order that was sent between a backup and its restore, when the order was edited. Searches by the order's
 * number, which no one else writes at the terminal. Such a sale is newer than our order, so nothing is sent beside it. Null if there
 * is none.
 */
export async function lookForForgotten(
  { smaregi, account }: Asker,
  { place, sale }: StoredRow,
  { from, until, known }: Lost,
): Promise<Heard | null> {
  const window = { storeId: place?.storeId ?? "", ...windowOf(from, until) };
  const isForgotten = ({ transactionId, terminalId, memo }: Transaction) =>
    terminalId === place?.terminalId && memo === sale.orderNumber && !known.includes(transactionId);
  const ask = (at: { page: number; limit: number }) =>
    smaregi.transactionPage(account, { ...window, ...at, withDetails: false });
  for await (const listed of readList(ask)) {
    if (listed.kind === "end") break;
    if (listed.kind !== "found") return notAsked(listed.kind === "givenUp" ? endless : listed);
    const found = listed.transactions.find((each) => !each.offset && stands(each) && isForgotten(each));
    if (found === undefined) continue;
    const { transactionId } = found;
    return notAsked({ reason: { kind: "standsUnknown", data: { transactionId } } });
  }
  return null;
}

/** Nothing is sent until we know what is in Smaregi. */
function notAsked({ status, reason }: Pick<Failure, "status" | "reason">): Heard {
  return { told: { call: "register", kind: "notSent" }, status: status ?? null, reason };
}

function couldNotLook(failure: Failure, isLeft = false): Heard {
  const told = { call: "look", kind: "failed", isLeft: isLeft && failure.kind === "refused" } as const;
  const reason = { kind: "notLooked", data: { reason: failure.reason } } as const;
  return { told, status: failure.status ?? null, reason };
}
