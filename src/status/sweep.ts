import type { Context } from "../context.ts";
import { pruneChallenges } from "../accounts/passkeys/store.ts";
import { pruneSignIns } from "../accounts/store.ts";
import { merchantsToErase } from "../buyers/retention/store.ts";
import { merchantsInTrouble } from "../incidents/store.ts";
import { pruneOrderCounts } from "../limits/store.ts";
import { wake } from "../tasks.ts";
import { pruneOutbox } from "../outbox/store.ts";
import { reconcileNightly } from "../reconcile/nightly.ts";
import { noteDone } from "./gauges/store.ts";
import { merchantsToCatchUp, merchantsWithUnread, prune } from "./store.ts";

/** How long a lost notification may go unseen: one or two calls per merchant each time. */
const catchUpEveryMs = 300_000;

/**
 * What the time of day asks for, at each start and once a minute: looks for changes that no notification told of
 * (`everyone`: however lately that was done) and for products that nobody read for long, the night's 差異チェック, the
 * day's erasing of buyers that are kept no longer, and forgetting what nobody asks for.
 */
export async function sweep(ctx: Context, { everyone }: { everyone: boolean }): Promise<void> {
  await wake(ctx.db, "catchUp", await merchantsToCatchUp(ctx.db, everyone ? 0 : catchUpEveryMs));
  await wake(ctx.db, "readUnread", await merchantsWithUnread(ctx.db));
  await reconcileNightly(ctx);
  await wake(ctx.db, "watchIncidents", await merchantsInTrouble(ctx.db));
  await wake(ctx.db, "eraseOldBuyers", await merchantsToErase(ctx.db));
  await prune(ctx.db);
  await pruneOutbox(ctx.db);
  await pruneSignIns(ctx.db);
  await pruneChallenges(ctx.db);
  await pruneOrderCounts(ctx.db);
  await noteDone(ctx.db, "sweep");
}
