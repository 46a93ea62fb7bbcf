import type { Fact } from "../facts/fact.ts";
import { ofOthers } from "../smaregi/lists.ts";
import { endless, readList } from "../smaregi/read-list.ts";
import type { Account, Failure, Smaregi, Transaction } from "../smaregi/types.ts";
import type { StoredRow } from "../transactions/store.ts";
import type { Told } from "../transactions/told.ts";
import { leftOutOf } from "./rules.ts";

/** What was told, with what people should read of it. */
export type Heard = {
  told: Told;
  status: number | null;
  /** Null: nothing to tell. */
  reason: Fact | null;
  /** Smaregi products that the transaction names but Smaregi does not know. */
  unknownProducts?: string[];
  /** The transaction exists in Smaregi no more (404). */
  isMissing?: boolean;
};

type Asker = { smaregi: Smaregi; account: Account; now: Date };

/**
 * B3: looks for a sale among the transactions of its own second, under its keys: its uuid, or the terminal's number. `isLeft`: the
 * connection has left the contract or store that it was sent to.
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

/** Whether a transaction counts in Smaregi's books: nobody has taken it back. */
export const stands = ({ cancelled, disposed }: Transaction): boolean => !cancelled && !disposed;

/** What the sales in Smaregi under a row's keys tell, as much as an answer to its registration would. */
function seen(call: "look" | "register", row: StoredRow, own: Transaction[], lookedAt: Date): Heard {
  const ids = (some: Transaction[]) => some.map(({ transactionId }) => transactionId);
  const standing = own.filter(stands);
  const cancelled = ids(own.filter((each) => !stands(each)));
  const told: Told = { call, kind: "sales", standing: ids(standing), cancelled, lookedAt };
  const unknown = standing.flatMap(({ lines }) => leftOutOf(row.sale, lines ?? []));
  return { told, status: null, reason: null, unknownProducts: [...new Set(unknown)] };
}

/** Settles a cancellation by reading the transaction: cancelled, by anyone, is done. */
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
 * Looks for the transaction of a registration that has waited for long and never went out, as far as we know: a database
 * that was restored from a backup does not know what it sent since. By its uuid, which is its own ID. Null: it is not there.
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

/** A time with a minute of room; of a longer one the last month, which is what Smaregi lists: what waited longer was not sent since. */
function windowOf(from: Date, until: Date): { terminalTranFrom: Date; terminalTranTo: Date } {
  const to = until.getTime() + 60_000;
  const begin = Math.max(from.getTime() - 60_000, to - 30 * 86_400_000);
  return { terminalTranFrom: new Date(begin), terminalTranTo: new Date(to) };
}

/** Since when an order is there, until when this database may have forgotten what was sent for it, and the transactions that it has not. */
export type Lost = { from: Date; until: Date; known: string[] };

/**
 * Looks for a sale that was sent for the order between a backup and its restoring, when it was edited: by its number, which
 * nobody else writes at the terminal. It is newer than the order is here, so nothing is sent beside it. Null: there is none.
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

/** Nothing is sent before it is known what stands there. */
function notAsked({ status, reason }: Pick<Failure, "status" | "reason">): Heard {
  return { told: { call: "register", kind: "notSent" }, status: status ?? null, reason };
}

function couldNotLook(failure: Failure, isLeft = false): Heard {
  const told = { call: "look", kind: "failed", isLeft: isLeft && failure.kind === "refused" } as const;
  const reason = { kind: "notLooked", data: { reason: failure.reason } } as const;
  return { told, status: failure.status ?? null, reason };
}
