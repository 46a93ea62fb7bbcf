import type { Context } from "../context.ts";
import { alone } from "../kit/alone.ts";
import { accountOf } from "../smaregi/account.ts";
import { wake } from "../tasks.ts";
import { mayCall } from "../waiting/rules.ts";
import { liveConnection, type LiveConnection } from "../waiting/store.ts";
import { applyReadings } from "./apply-readings.ts";
import { databaseClock } from "./clock.ts";
import { oddReadings } from "./read-stock.ts";
import { catchUpWindow, pageSize, type Reading } from "./rules.ts";
import { databaseTime, noteCaughtUp } from "./store.ts";

/**
 * Reads what changed in Smaregi's stock since the last time, told of or not: a lost notification costs minutes, and
 * one that came while nothing ran is made up at the next start. One or two calls where little changed.
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
  const { merchantId, mode, storeId, caughtUpAt } = connection;
  const account = accountOf(ctx, connection);
  if (account === null) return;
  const begun = await databaseTime(ctx.db);
  const now = databaseClock(begun);
  const window = catchUpWindow(caughtUpAt, begun);
  for (let page = 1; ; page += 1) {
    const beganAt = now();
    const answer = await ctx.smaregi.stockPage(account, { storeId, page, limit: pageSize, ...window });
    if (answer.kind !== "found") {
      // Not a failed sync: nobody waits for these. The next sweep starts where this one did.
      ctx.log.info({ merchantId, reason: answer.reason }, "Smaregi's changes could not be read");
      return;
    }
    const readings = answer.rows.map((row): Reading => {
      return { smaregiProductId: row.productId, beganAt, kind: "found", amount: row.amount };
    });
    const odd = oddReadings(answer.odd, { has: () => true }, beganAt);
    const all = [...odd, ...readings];
    await applyReadings(ctx, { merchantId, mode, signals: new Map(), readings: all, onlyChanges: true });
    if (answer.last) break;
  }
  await noteCaughtUp(ctx.db, merchantId, begun);
  await wake(ctx.db, "syncStock", [merchantId]);
}
