import type { Context } from "../context.ts";
import { syncedProducts } from "../connection/store.ts";
import { alone } from "../kit/alone.ts";
import { accountOf } from "../smaregi/account.ts";
import { smaregiAheadMs } from "../smaregi/ahead.ts";
import { inParts } from "../smaregi/in-parts.ts";
import { endless, readList } from "../smaregi/read-list.ts";
import type { Account, Failure } from "../smaregi/types.ts";
import { wake } from "../tasks.ts";
import { mayCall } from "../place/rules.ts";
import { liveConnection, type LiveConnection } from "../place/store.ts";
import { leaveMissingSignals } from "../signals/store.ts";
import { applyApart } from "./apply-readings.ts";
import { databaseClock } from "./clock.ts";
import { oddReadings } from "./read-stock.ts";
import { catchUpWindow, type Reading, type Window } from "./rules.ts";
import { noteCaughtUp, putOffChanges } from "./changes/store.ts";
import { databaseTime } from "../kit/now.ts";
import { failedWhileAway, setApart } from "./unread/store.ts";

/** The most that a column of the database holds. */
const mostMs = 2_000_000_000;

/**
 * Reads what changed in Smaregi's stock since the last look, whether we were notified or not. So a lost notification costs minutes,
 * and one that came while nothing ran is caught up at the next start. One or two calls if little changed.
 */
export async function catchUp(ctx: Context, input: { merchantId: string }): Promise<void> {
  const { merchantId } = input;
  const work = async () => {
    const connection = await liveConnection(ctx.db, merchantId);
    if (mayCall(connection)) await readChanges(ctx, connection);
  };
  await alone(ctx.pool, `catchUp:${merchantId}`, work, async () => false);
}

async function readChanges(ctx: Context, connection: LiveConnection): Promise<void> {
  const { merchantId, storeId, caughtUpAt } = connection;
  const account = accountOf(ctx, connection);
  if (account === null) return;
  const askedAt = await putOffChanges(ctx.db, merchantId);
  const begun = await databaseTime(ctx.db);
  const ahead = await smaregiAheadMs(ctx.smaregi, account, databaseClock(begun));
  const aheadMs = typeof ahead === "number" ? ahead : 0;
  const window = catchUpWindow(caughtUpAt, begun, aheadMs);
  // Never looked, or long ago: everything is read with the same care as if it had been asked for.
  if (window === null) {
    await leaveMissingSignals(ctx.db, merchantId, await syncedProducts(ctx.db, merchantId), "longUnread");
  } else if (typeof ahead !== "number") return noteUnread(ctx, merchantId, ahead);
  else if (!(await applyChanges(ctx, connection, { account, begun, window }))) return;
  // Smaregi answers again, so what was lost meanwhile does not wait for the rolling check, in either mode (P2).
  await leaveMissingSignals(ctx.db, merchantId, await failedWhileAway(ctx.db, merchantId), "longUnread");
  // Taken from the answers to these calls. A clock that is weeks off is reported as such.
  const isKnown = ctx.smaregi.time() !== null;
  const clockAheadMs = isKnown ? Math.round(Math.max(-mostMs, Math.min(aheadMs, mostMs))) : null;
  await noteCaughtUp(ctx.db, merchantId, { storeId, until: begun, clockAheadMs, askedAt });
  await wake(ctx.db, "syncStock", [merchantId]);
}

async function applyChanges(
  ctx: Context,
  connection: LiveConnection,
  { account, begun, window }: { account: Account; begun: Date; window: Window },
): Promise<boolean> {
  const { merchantId, storeId } = connection;
  const now = databaseClock(begun);
  const ask = inParts(async (at: { page: number; limit: number }) => {
    const beganAt = now();
    const answer = await ctx.smaregi.stockPage(account, { storeId, ...at, ...window });
    return answer.kind === "found" ? { ...answer, beganAt } : answer;
  });
  let lost: Failure | undefined;
  for await (const listed of readList(ask)) {
    if (listed.kind === "end" && lost === undefined) return true;
    if (listed.kind !== "found") {
      noteUnread(
        ctx,
        merchantId,
        listed.kind === "givenUp" || listed.kind === "end" ? (lost ?? endless) : listed,
      );
      return false;
    }
    lost ??= listed.lost;
    const products = listed.rows.map((row) => row.productId);
    const { waiting, gone } = await setApart(ctx.db, merchantId, products);
    const { beganAt } = listed;
    const odd = oddReadings(listed.odd, { has: (id) => !waiting.has(id) }, beganAt);
    const rows = listed.rows
      .filter(({ productId }) => !waiting.has(productId) && !gone.has(productId))
      .map((row): Reading => {
        return { smaregiProductId: row.productId, beganAt, kind: "found", amount: row.amount };
      });
    const readings = [...odd, ...rows];
    const given = { connection, signals: new Map(), readings, onlyChanges: true };
    if (!(await applyApart(ctx, given))) return false;
    await leaveMissingSignals(ctx.db, merchantId, [...gone], "longUnread");
  }
  return false;
}

/** Not a failed sync, because no one waits for these. The next sweep starts where this one did. */
function noteUnread(ctx: Context, merchantId: string, { reason }: Failure): void {
  ctx.log.info({ merchantId, reason }, "Smaregi's changes could not be read");
}
