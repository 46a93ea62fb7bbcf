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

/** The longest time that a lost notification stays unnoticed: each look costs one or two calls per merchant. */
const catchUpEveryMs = 300_000;

/**
 * Does the periodic work, at each start and once a minute: looks for changes that no notification reported (`everyone`: even if it
 * looked lately) and for products that were not read for long, starts the night's 差異チェック, erases buyers that are kept no longer, and
 * deletes what is no longer needed. If one of these fails, the others go on; the error is thrown at the end, and the sweep is not
 * noted as done.
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
