import type { Context } from "../context.ts";
import { readConnectionRow, type ConnectionRow } from "../connection/store.ts";
import { latestFailure } from "../link-log/read-log.ts";
import { mostCounted } from "../orders/search/read-tabs.ts";
import { countFound } from "../orders/search/store.ts";
import { zeroQuestion } from "../stock-sync/zero-guard/answer-zeros.ts";
import { linkPlace, type LiveConnection } from "../place/store.ts";
import { readCounts, readLatencies, readsLeft } from "./store.ts";

/** What the merchant's top page says about the link (F2, B9). */
export async function readStatus(ctx: Context, merchantId: string) {
  const { live, off } = await linkPlace(ctx.db, merchantId);
  const connection = await readConnectionRow(ctx.db, merchantId);
  const aheadMs = connection?.clockAheadMs ?? null;
  const counts = await readCounts(ctx.db, merchantId);
  const { last, median, worst } = counts;
  return {
    latestFailure: await latestFailure(ctx, merchantId),
    connection:
      live === null
        ? { state: "off" as const, reason: off ?? ("none" as const), ...stoppedOf(connection) }
        : { state: "on" as const, mode: live.mode, ...forcedOf(connection), ...maintenanceOf(live) },
    zeroQuestion: await zeroQuestion(ctx, merchantId),
    pendingOrders: counts.pendingOrders,
    waitingSignals: counts.waitingSignals,
    ordersToday: { count: counts.ordersToday, total: counts.totalToday },
    waitingProducts: counts.waitingProducts,
    openFailures: counts.openFailures,
    openIncidents: counts.openIncidents,
    foundByCheck: counts.foundByCheck,
    ordersBehind: counts.ordersBehind,
    unshippedOrders: await countFound(ctx.db, merchantId, { shipping: "unshipped" }, mostCounted),
    soldOutProducts: counts.soldOutProducts,
    clockAheadSeconds: aheadMs === null ? null : Math.round(aheadMs / 1_000),
    syncLatencyMs: { last, median, worst },
    syncLatencies: await readLatencies(ctx.db, merchantId, 200),
    readsLeft: live === null ? null : await readsLeft(ctx.db, live.contractId, ctx.settings.readsPerSecond),
  };
}

/** If the switch went off by itself: why, and since when. */
function stoppedOf(connection: ConnectionRow | null) {
  const { stoppedWhy = null, stoppedAt = null } = connection ?? {};
  return stoppedWhy === null || stoppedAt === null ? {} : { stopped: { why: stoppedWhy, at: stoppedAt } };
}

/** If it was switched on without a green connection test, and there was none since: when, and by whom. */
function forcedOf(connection: ConnectionRow | null) {
  const { forcedAt = null, forcedBy = null } = connection ?? {};
  return forcedAt === null || forcedBy === null ? {} : { forced: { at: forcedAt, by: forcedBy } };
}

/** If Smaregi does not answer this contract: since when, and why. */
function maintenanceOf({ pausedSince, pauseReason }: LiveConnection) {
  return pausedSince === null || pauseReason === null
    ? {}
    : { maintenance: { since: pausedSince, fact: pauseReason } };
}
