import type { Context } from "../context.ts";
import { accountOf, noAccount } from "../smaregi/account.ts";
import { jst } from "../smaregi/jst.ts";
import type { Account, Failure, MayGo } from "../smaregi/types.ts";
import { askForStock } from "../waiting/ask-for-stock.ts";
import { dropOperations, lockOrderRow, noteLink, type LiveConnection } from "../waiting/store.ts";
import { lookAtCancelled, lookBeforeFirst, lookForTransaction } from "./look.ts";
import { nextCall, transactionBody, verdictOn, type Outcome } from "./rules.ts";
import { settle } from "./settle.ts";
import { claimForSending, renewSending, stepsOf, stockOf, type OperationRow } from "./store.ts";

/** A registration that was never sent is sent within seconds, but after a stop, a pause, or the restoring of a backup. */
const longWaitMs = 60_000;

/**
 * Does the next thing that a step needs: sends it, or looks for it where it is unclear, and writes what came of
 * it. Killed before the write, the step is found `sending` at the next start and looked for (B3).
 */
export async function perform(
  ctx: Context,
  connection: LiveConnection,
  operation: OperationRow,
): Promise<void> {
  const { merchantId, orderId } = operation;
  const steps = await stepsOf(ctx.db, merchantId, orderId);
  const call = nextCall(operation, steps);
  if (call.do === "nothing" && operation.state === "waiting") {
    return await drop(ctx, operation);
  }
  const account = accountOf(ctx, connection);
  if (account === null) return await conclude(ctx, connection, operation, afterFailure(noAccount));
  if (call.do === "refuse") {
    const reason = "編集前の取引を取り消せていないため、登録していません。";
    return await conclude(ctx, connection, operation, { kind: "refused", status: null, reason, final: true });
  }
  if (operation.state === "unclear") {
    const asker = {
      ctx,
      smaregi: ctx.smaregi,
      account: { ...account, contractId: operation.contractId ?? "" },
    };
    const outcome =
      call.do === "cancel"
        ? await lookAtCancelled(asker, operation, call.transactionId)
        : await lookForTransaction(asker, operation);
    return await conclude(ctx, connection, operation, outcome);
  }
  // Numbers of transactions are a contract's own: in another contract the same number is somebody else's sale.
  if (call.do === "cancel" && call.contractId !== null && call.contractId !== connection.contractId) {
    const reason = `取引ID ${call.transactionId} は以前の契約ID(${call.contractId})に登録されているため、取り消していません。その契約のスマレジの管理画面で取り消してください。`;
    return await conclude(ctx, connection, operation, { kind: "refused", status: null, reason, final: true });
  }
  if (connection.mode === "standard" && operation.attempts > 0 && !operation.resend) {
    const reason = `${operation.error ?? ""} 標準モードに変更されたため、再送していません。`.trim();
    return await conclude(ctx, connection, operation, { kind: "refused", status: null, reason, final: true });
  }
  const waitedMs = ctx.clock().getTime() - operation.createdAt.getTime();
  if (call.do === "register" && operation.attempts === 0 && waitedMs > longWaitMs) {
    const known = await lookBeforeFirst({ ctx, smaregi: ctx.smaregi, account }, operation);
    if (known !== null) return await conclude(ctx, connection, operation, known);
  }
  const { contractId, storeId, terminalId } = connection;
  const claimedAt = performance.now();
  const claimed = await claimForSending(ctx.db, merchantId, operation.id, {
    contractId,
    storeId,
    terminalId,
  });
  if (claimed === null) return;
  // Frozen, or long in the pace's line and cut off meanwhile: others may have given the step up, and the order gone on.
  const mayGo = async () =>
    performance.now() - claimedAt < ctx.settings.timeoutMs / 4 || (await renewSending(ctx.db, claimed));
  const sending = { ctx, connection, account, operation: claimed, mayGo };
  if (call.do === "cancel") return await cancel(sending, call.transactionId);
  await register(sending);
}

type Sending = {
  ctx: Context;
  connection: LiveConnection;
  account: Account;
  operation: OperationRow;
  mayGo: MayGo;
};

/**
 * Ends a step that needs no call: nothing of it stands. A reading may have counted it as pending until now, and is read
 * again.
 */
async function drop(ctx: Context, { merchantId, orderId, id }: OperationRow): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    await lockOrderRow(tx, merchantId, orderId);
    const products = await stockOf(tx, merchantId, id);
    await dropOperations(tx, merchantId, [id]);
    await noteLink(tx, merchantId, orderId);
    await askForStock(tx, merchantId, products, "orderConfirmed");
  });
}

async function register({ ctx, connection, account, operation, mayGo }: Sending): Promise<void> {
  const { sale, storeId, terminalId, terminalTranId, terminalTranAt, transactionUuid } = operation;
  if (sale === null || terminalTranAt === null) throw new Error(`The operation ${operation.id} has no sale`);
  const body = transactionBody(sale, {
    storeId: storeId ?? "",
    terminalId: terminalId ?? "",
    terminalTranId: terminalTranId ?? "",
    terminalTranDateTime: jst(terminalTranAt),
    transactionUuid: transactionUuid ?? "",
  });
  const answer = await ctx.smaregi.registerTransaction(account, body, mayGo);
  if (answer.kind === "registered") {
    const outcome = { kind: "done" as const, transactionId: answer.transactionId, byLook: false };
    return await conclude(ctx, connection, operation, outcome, answer.unknownProductIds);
  }
  // A key that Smaregi knows already is refused with 400: an earlier attempt may stand there.
  const again = answer.kind === "refused" && answer.status === 400 && operation.attempts > 1;
  const outcome = again
    ? { kind: "unclear" as const, status: 400, reason: answer.reason, sentAt: null }
    : afterFailure(answer);
  await conclude(ctx, connection, operation, outcome);
}

async function cancel(
  { ctx, connection, account, operation, mayGo }: Sending,
  transactionId: string,
): Promise<void> {
  const answer = await ctx.smaregi.cancelTransaction(account, transactionId, mayGo);
  if (answer.kind === "cancelled") {
    return await conclude(ctx, connection, operation, { kind: "done", transactionId, byLook: false });
  }
  const refused = answer.kind === "missing" || (answer.kind === "refused" && answer.status === 400);
  if (!refused) return await conclude(ctx, connection, operation, afterFailure(answer));
  // Already cancelled, by us or at the till, is refused too: the transaction itself tells.
  const looked = await lookAtCancelled({ ctx, smaregi: ctx.smaregi, account }, operation, transactionId);
  const reason = answer.kind === "refused" ? answer.reason : "スマレジに取引がありません。";
  const stillThere = looked.kind === "notThere";
  const outcome: Outcome = stillThere ? { kind: "refused", status: 400, reason, final: false } : looked;
  await conclude(ctx, connection, operation, outcome);
}

function afterFailure(failure: Failure): Outcome {
  const { reason } = failure;
  const status = failure.status ?? null;
  if (failure.kind === "refused") return { kind: "refused", status, reason, final: false };
  if (!failure.sent) return { kind: "refused", status, reason, final: false };
  return { kind: "unclear", status, reason, sentAt: failure.sentAt ?? null };
}

async function conclude(
  ctx: Context,
  connection: LiveConnection,
  operation: OperationRow,
  outcome: Outcome,
  notLinked: string[] = [],
): Promise<void> {
  const tries = outcome.kind === "lookFailed" ? operation.looks : operation.attempts;
  // The merchant asked for it: what is not there is sent once more, in the standard mode too (B4).
  const isAsked = operation.resend && outcome.kind === "notThere";
  const verdict = isAsked
    ? verdictOn(outcome, "assured", 0, Math.random())
    : verdictOn(outcome, connection.mode, tries, Math.random());
  await settle(ctx, operation, verdict, notLinked);
}
