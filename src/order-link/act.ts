import type { Context } from "../context.ts";
import { accountOf, noAccount } from "../smaregi/account.ts";
import { jst } from "../smaregi/jst.ts";
import type { Account, Failure } from "../smaregi/types.ts";
import { isAt } from "../transactions/rules.ts";
import { renewSending } from "../transactions/store.ts";
import type { Work } from "./claim.ts";
import type { Turn } from "./departures.ts";
import { lookAtTransaction, lookBeforeFirst, lookForForgotten, lookForSale, type Heard } from "./look.ts";
import { transactionBody } from "./rules.ts";

/**
 * A registration normally goes out within seconds. Longer waits come from a stop, a pause, a failure or a restored backup. After such
 * a wait Smaregi is asked for the sale before each try; a failed look counts as a try, too.
 */
const longWaitMs = 60_000;

/** Makes the claimed call (a registration waits for its turn) and returns the result. Writes nothing. */
export async function act(ctx: Context, work: Work, turn: Turn): Promise<Heard> {
  // Only registrations go out in an order.
  if (work.call !== "register") turn.over();
  const own = accountOf(ctx, work.connection);
  if (own === null) return failed(work, noAccount);
  const { row, now } = work;
  const account = { ...own, contractId: row.place?.contractId ?? own.contractId };
  const asker = { smaregi: ctx.smaregi, account, now };
  if (work.call === "look")
    return row.state === "cancelUnclear"
      ? await lookAtTransaction(asker, row)
      : await lookForSale(asker, row, row.place !== null && !isAt(row.place, work.connection));
  if (work.call === "cancel") return await cancel(ctx, account, work);
  const waitedMs = now.getTime() - row.createdAt.getTime();
  const isLong = waitedMs > longWaitMs;
  if (isLong) {
    const known = await lookBeforeFirst(asker, row);
    if (known !== null) return known;
  }
  if (work.lost !== null) {
    const forgotten = await lookForForgotten(asker, row, work.lost);
    if (forgotten !== null) return forgotten;
  }
  await turn.come();
  return await register(ctx, account, work, { hasWaited: isLong, turn });
}

/**
 * Checks again just before a late call goes out. The process may have been frozen, or the call may have waited for the pace;
 * meanwhile another process may have taken the row over, the order may have changed, or the connection may be off or point elsewhere.
 */
function mayGo(ctx: Context, { row, merchantId }: Work, hasWaited: boolean): () => Promise<boolean> {
  const claimedAt = hasWaited ? Number.NEGATIVE_INFINITY : performance.now();
  return async () =>
    performance.now() - claimedAt < ctx.settings.timeoutMs / 4 ||
    (await renewSending(ctx.db, merchantId, row));
}

async function register(
  ctx: Context,
  account: Account,
  work: Work,
  { hasWaited, turn }: { hasWaited: boolean; turn: Turn },
): Promise<Heard> {
  const { sale, place, terminalTranId, terminalTranAt, transactionUuid, id } = work.row;
  if (place === null || terminalTranAt === null || terminalTranId === null || transactionUuid === null)
    throw new Error(`The transaction ${id} goes out without its numbers`);
  const { storeId, terminalId } = place;
  const head = {
    storeId,
    terminalId,
    terminalTranId,
    transactionUuid,
    terminalTranDateTime: jst(terminalTranAt),
  };
  const may = mayGo(ctx, work, hasWaited);
  const go = async () => {
    const goes = await may();
    turn.over();
    return goes;
  };
  const answer = await ctx.smaregi.registerTransaction(account, transactionBody(sale, head, work.paid), go);
  if (answer.kind !== "registered") return failed(work, answer);
  const { transactionId, unknownProductIds } = answer;
  const told = { call: "register", kind: "done", transactionId } as const;
  return { told, status: null, reason: null, unknownProducts: unknownProductIds };
}

async function cancel(ctx: Context, account: Account, work: Work): Promise<Heard> {
  const go = mayGo(ctx, work, false);
  const { disposes, transactionId } = work.row;
  const undo = disposes ? ctx.smaregi.disposeTransaction : ctx.smaregi.cancelTransaction;
  const answer = await undo(account, transactionId ?? "", go);
  if (answer.kind === "cancelled")
    return { told: { call: "cancel", kind: "done" }, status: null, reason: null };
  // A look at the transaction will show whether it is gone.
  if (answer.kind === "missing")
    return { told: { call: "cancel", kind: "refused" }, status: 404, reason: null };
  return failed(work, answer);
}

/**
 * Translates a failure of a call. Smaregi's own refusal is a verdict, and so is a call that never left: no byte of it went out (P4).
 */
function failed({ call }: Work, failure: Failure): Heard {
  const at = { status: failure.status ?? null, reason: failure.reason };
  if (call === "look") return { told: { call, kind: "failed" }, ...at };
  if (failure.kind === "unclear" && failure.cause === "withdrawn")
    return { told: { call, kind: "withdrawn" }, status: null, reason: null };
  // A refused token says nothing about the call: the call itself was never sent.
  if (failure.step === "token" || (failure.kind === "unclear" && !failure.sent))
    return { told: { call, kind: "notSent" }, ...at };
  if (failure.kind === "refused") return { told: { call, kind: "refused" }, ...at };
  const agoMs = failure.sentAt === undefined ? 0 : Math.max(0, Date.now() - failure.sentAt.getTime());
  return { told: { call, kind: "unclear", agoMs }, ...at };
}
