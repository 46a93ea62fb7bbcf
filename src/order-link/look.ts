import type { Context } from "../context.ts";
import type { Account, Failure, Smaregi } from "../smaregi/types.ts";
import { comesForMs, type Outcome } from "./rules.ts";
import type { OperationRow } from "./store.ts";

type Asker = { ctx: Context; smaregi: Smaregi; account: Account };

const notThere = {
  register: "スマレジの取引一覧を確認しましたが、登録されていません。",
  cancel: "スマレジの取引を確認しましたが、取り消されていません。",
};

/** B3: settles an unclear registration by looking for its transaction among those of its own second. */
export async function lookForTransaction(asker: Asker, operation: OperationRow): Promise<Outcome> {
  const { ctx, smaregi, account } = asker;
  const lookedAt = ctx.clock();
  const at = operation.terminalTranAt ?? operation.createdAt;
  const window = {
    storeId: operation.storeId ?? "",
    terminalTranFrom: new Date(at.getTime() - 1_000),
    terminalTranTo: new Date(at.getTime() + 1_000),
  };
  for (let page = 1; ; page += 1) {
    const answer = await smaregi.transactionPage(account, { ...window, page, limit: 1000 });
    if (answer.kind !== "found") return couldNotLook(operation, answer);
    const found = answer.transactions.find(
      (transaction) =>
        !transaction.offset &&
        (transaction.transactionUuid === operation.transactionUuid ||
          (transaction.terminalId === operation.terminalId &&
            transaction.terminalTranId === operation.terminalTranId)),
    );
    if (found !== undefined) return { kind: "done", transactionId: found.transactionId, byLook: true };
    if (answer.last) {
      const wait = comesForMs(operation, ctx.settings.timeoutMs, lookedAt);
      return { kind: "notThere", comesForMs: wait, reason: after(operation, notThere.register) };
    }
  }
}

/**
 * Looks for the transaction of a registration that has waited for long and never went out, as far as we know: a database that
 * was restored from a backup does not know what it sent since. By its uuid, which is its own ID. Null: it is not there.
 */
export async function lookBeforeFirst(asker: Asker, operation: OperationRow): Promise<Outcome | null> {
  const { ctx, smaregi, account } = asker;
  const to = new Date(ctx.clock().getTime() + 60_000);
  // Smaregi lists a month at the most; what waited longer was not sent since.
  const from = new Date(Math.max(operation.createdAt.getTime() - 60_000, to.getTime() - 30 * 86_400_000));
  const window = { terminalTranFrom: from, terminalTranTo: to, transactionUuid: operation.id };
  const answer = await smaregi.transactionPage(account, { ...window, page: 1, limit: 100 });
  if (answer.kind !== "found") {
    const reason = after(operation, `登録済みかどうかを確認できませんでした: ${answer.reason}`);
    return { kind: "refused", status: answer.status ?? null, reason, final: false };
  }
  const found = answer.transactions.find((each) => !each.offset && each.transactionUuid === operation.id);
  return found === undefined ? null : { kind: "done", transactionId: found.transactionId, byLook: true };
}

/** Settles a cancellation by reading the transaction: cancelled, by whomever, is done. */
export async function lookAtCancelled(
  asker: Asker,
  operation: OperationRow,
  transactionId: string,
): Promise<Outcome> {
  const { ctx, smaregi, account } = asker;
  const lookedAt = ctx.clock();
  const answer = await smaregi.transaction(account, transactionId);
  if (answer.kind === "missing") {
    const reason = `スマレジに取引ID ${transactionId} の取引がありません。`;
    return { kind: "refused", status: 404, reason, final: true };
  }
  if (answer.kind !== "found") return couldNotLook(operation, answer);
  const { cancelled, disposed } = answer.transaction;
  if (cancelled || disposed) return { kind: "done", transactionId, byLook: true };
  const wait = comesForMs(operation, ctx.settings.timeoutMs, lookedAt);
  return { kind: "notThere", comesForMs: wait, reason: after(operation, notThere.cancel) };
}

function couldNotLook(operation: OperationRow, failure: Failure): Outcome {
  const reason = after(operation, `結果を確認できませんでした: ${failure.reason}`);
  return { kind: "lookFailed", status: failure.status ?? null, reason };
}

/** What the call itself met comes first, what the look told after it. */
function after(operation: OperationRow, told: string): string {
  return operation.error === null ? told : `${operation.error} ${told}`;
}
