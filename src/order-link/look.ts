import type { Fact } from "../facts/fact.ts";
import { ofOthers } from "../smaregi/lists.ts";
import { endless, readList } from "../smaregi/read-list.ts";
import type { Account, Failure, Smaregi } from "../smaregi/types.ts";
import type { StoredRow } from "../transactions/store.ts";
import type { Told } from "../transactions/told.ts";

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

/** B3: looks for a sale among the transactions of its own second, under its keys: its uuid, or the terminal's number. */
export async function lookForSale({ smaregi, account, now }: Asker, row: StoredRow): Promise<Heard> {
  const at = row.terminalTranAt ?? row.createdAt;
  const window = {
    storeId: row.place?.storeId ?? "",
    terminalTranFrom: new Date(at.getTime() - 1_000),
    terminalTranTo: new Date(at.getTime() + 1_000),
  };
  const standing: string[] = [];
  const cancelled: string[] = [];
  for await (const listed of readList((at) => smaregi.transactionPage(account, { ...window, ...at }))) {
    if (listed.kind === "end") break;
    if (listed.kind !== "found") return couldNotLook(listed.kind === "givenUp" ? endless : listed);
    for (const transaction of listed.transactions) {
      const { transactionId, transactionUuid, terminalId, terminalTranId, offset } = transaction;
      const isOwn =
        transactionUuid === row.transactionUuid ||
        (terminalId === row.place?.terminalId && terminalTranId === row.terminalTranId);
      if (offset || !isOwn) continue;
      (transaction.cancelled || transaction.disposed ? cancelled : standing).push(transactionId);
    }
  }
  const told: Told = { call: "look", kind: "sales", standing, cancelled, lookedAt: now };
  return { told, status: null, reason: standing.length > 0 ? null : { kind: "notRegistered", data: {} } };
}

/** Settles a cancellation by reading the transaction: cancelled, by anyone, is done. */
export async function lookAtTransaction({ smaregi, account, now }: Asker, row: StoredRow): Promise<Heard> {
  const answer = await smaregi.transaction(account, row.transactionId ?? "");
  const told = (stands: boolean): Told => ({ call: "look", kind: "transaction", stands, lookedAt: now });
  if (answer.kind === "missing") return { told: told(false), status: 404, reason: null, isMissing: true };
  if (answer.kind !== "found") return couldNotLook(answer);
  const { cancelled, disposed } = answer.transaction;
  const stands = !cancelled && !disposed;
  return { told: told(stands), status: null, reason: stands ? { kind: "notCancelled", data: {} } : null };
}

/**
 * Looks for the transaction of a registration that has waited for long and never went out, as far as we know: a database
 * that was restored from a backup does not know what it sent since. By its uuid, which is its own ID. Null: it is not there.
 */
export async function lookBeforeFirst(
  { smaregi, account, now }: Asker,
  row: StoredRow,
): Promise<{ transactionId: string } | Failure | null> {
  const to = new Date(now.getTime() + 60_000);
  // Smaregi lists a month at the most; what waited longer was not sent since.
  const from = new Date(Math.max(row.createdAt.getTime() - 60_000, to.getTime() - 30 * 86_400_000));
  const window = { terminalTranFrom: from, terminalTranTo: to, transactionUuid: row.id };
  const answer = await smaregi.transactionPage(account, { ...window, page: 1, limit: 100 });
  if (answer.kind !== "found") return answer;
  const { transactions } = answer;
  const isOfOthers = transactions.some((each) => each.transactionUuid !== row.id);
  const own = transactions.find((each) => !each.offset && each.transactionUuid === row.id);
  return own ?? (isOfOthers ? ofOthers : null);
}

function couldNotLook(failure: Failure): Heard {
  const reason = { kind: "notLooked", data: { reason: failure.reason } } as const;
  return { told: { call: "look", kind: "failed" }, status: failure.status ?? null, reason };
}
