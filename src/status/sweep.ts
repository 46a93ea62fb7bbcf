import type { Context } from "../context.ts";
import { pruneChallenges } from "../accounts/passkeys/store.ts";
import { pruneSignIns } from "../accounts/store.ts";
import { merchantsToErase } from "../buyers/retention/store.ts";
import { merchantsInTrouble } from "../incidents/store.ts";
import { pruneOrderCounts } from "../limits/store.ts";
import { openApart } from "../kit/apart.ts";
import { wake } from "../tasks.ts";
import { longestWait } from "../outbox/rules.ts";
import { hurryFarAhead, pruneOutbox } from "../outbox/store.ts";
import { reconcileNightly } from "../reconcile/nightly.ts";
import { noteDone } from "./gauges/store.ts";
import { merchantsToCatchUp, merchantsWithUnread, prune } from "./store.ts";

/** How long a lost notification may go unseen: one or two calls per merchant each time. */
const catchUpEveryMs = 300_000;

/**
 * What the time of day asks for, at each start and once a minute: looks for changes that no notification told of
 * (`everyone`: however lately that was done) and for products that nobody read for long, the night's 差異チェック, the
 * day's erasing of buyers that are kept no longer, and forgetting what nobody asks for. One of these that fails keeps no other; it
 * is thrown at the end, and no sweep is noted then.
 */
export async function sweep(ctx: Context, { everyone }: { everyone: boolean }): Promise<void> {
  const { db } = ctx;
  const apart = openApart();
  for (const work of [
    async () => await wake(db, "catchUp", await merchantsToCatchUp(db, everyone ? 0 : catchUpEveryMs)),
    async () => await wake(db, "readUnread", await merchantsWithUnread(db)),
    () => reconcileNightly(ctx),
    async () => await wake(db, "watchIncidents", await merchantsInTrouble(db)),
    async () => await wake(db, "eraseOldBuyers", await merchantsToErase(db)),
    () => hurryFarAhead(db, longestWait(ctx.settings.outboxRetrySeconds)),
    () => prune(db),
    () => pruneOutbox(db),
    () => pruneSignIns(db),
    () => pruneChallenges(db),
    () => pruneOrderCounts(db),
  ])
    await apart.run(work);
  apart.end();
  await noteDone(db, "sweep");
}
