import type { Context } from "../context.ts";
import { transact, type Tx } from "../kit/database.ts";
import type { Mode } from "../kit/tables.ts";
import { addFailures, settleFailures, type Failure } from "../link-log/store.ts";
import { forgetAbsent } from "../signals/absent/store.ts";
import { leaveSignals } from "../signals/store.ts";
import { clamp, moveTo, type Movement } from "../stock/rules.ts";
import { lockSynced, writeMovements, type Reason } from "../stock/store.ts";
import { ordersMoving } from "./orders-moving.ts";
import { applyReading, retryDelayMs, type Applied, type Reading } from "./rules.ts";
import { addLatencies, deleteSignals, noteSyncs, putOffSignals, type DueSignal } from "./store.ts";
import { addFinds } from "./unread/store.ts";
import { release } from "./zero-guard/store.ts";

/**
 * Stores readings (S2 to S7, B1): in one transaction, with the variations locked, each synced variation of the
 * product gets its quantity, its ledger entry and its sync note, and the signal goes. A reading that began before
 * a confirmation which came meanwhile leaves a new signal: it is unsure by that order, and read again.
 */
export async function applyReadings(
  ctx: Context,
  input: {
    merchantId: string;
    mode: Mode;
    signals: Map<string, DueSignal>;
    readings: Reading[];
    /** Nobody asked for these readings: one that changes no quantity leaves no trace. */
    onlyChanges?: boolean;
  },
): Promise<void> {
  const { merchantId, readings, signals } = input;
  if (readings.length === 0) return;
  const { latencies, untold } = await transact(ctx.db, async (tx) => {
    const byProduct = new Map(readings.map((reading) => [reading.smaregiProductId, reading]));
    const rows = await lockSynced(tx, merchantId, [...byProduct.keys()]);
    const orders = await ordersMoving(tx, merchantId, readings);
    const nobodyAsked = ({ smaregiProductId }: Reading) =>
      signals.get(smaregiProductId)?.cause === "longUnread";
    const outcomes = rows.flatMap((row): Outcome[] => {
      const reading = byProduct.get(row.smaregiProductId ?? "");
      if (reading === undefined) return [];
      const pending = orders.pending(reading);
      const applied = applyReading(row, reading, pending);
      const unchanged = applied.kind === "stored" && applied.level === row.level;
      if (input.onlyChanges === true && unchanged) return [];
      const isQuiet = nobodyAsked(reading);
      if (isQuiet && isAway(reading)) return [];
      return [{ row, reading, applied, isQuiet }];
    });
    await writeOutcomes(tx, merchantId, signals, outcomes);

    const again = (reading: Reading) =>
      reading.kind === "failed" && (nobodyAsked(reading) ? isAway(reading) : input.mode === "assured");
    const settled = readings.filter((reading) => !again(reading));
    await deleteSignals(
      tx,
      merchantId,
      settled.flatMap((reading) => signals.get(reading.smaregiProductId) ?? []),
    );
    const unsure = outcomes.flatMap(({ reading }) =>
      orders.isUnsure(reading) ? [reading.smaregiProductId] : [],
    );
    await leaveSignals(tx, merchantId, unsure, "orderConfirmed");
    const delays = readings.filter(again).map((reading) => {
      const attempts = signals.get(reading.smaregiProductId)?.attempts ?? 0;
      return { smaregiProductId: reading.smaregiProductId, delayMs: retryDelayMs(attempts, Math.random()) };
    });
    await putOffSignals(tx, merchantId, delays);
    const stored = readings.filter((reading) => reading.kind === "found" || reading.kind === "neverMoved");
    await release(
      tx,
      merchantId,
      stored.map((reading) => reading.smaregiProductId),
    );
    const inStock = readings.filter((reading) => reading.kind === "found");
    await forgetAbsent(
      tx,
      merchantId,
      inStock.map((reading) => reading.smaregiProductId),
    );
    const notified = stored.flatMap((reading) => signals.get(reading.smaregiProductId)?.notifiedAt ?? []);
    return {
      latencies: await addLatencies(tx, merchantId, notified),
      untold: input.onlyChanges === true ? outcomes.filter(isOtherQuantity).length : 0,
    };
  });
  ctx.metrics.untoldChanges.inc(untold);
  for (const milliseconds of latencies) ctx.metrics.syncLatency.observe(milliseconds / 1000);
}

type Outcome = {
  row: Awaited<ReturnType<typeof lockSynced>>[number];
  reading: Reading;
  applied: Applied;
  /** The rolling check asked, not a person or a change: what does not differ is noted, and no line of history. */
  isQuiet: boolean;
};

const isOtherQuantity = ({ row, applied }: Outcome): boolean =>
  applied.kind === "stored" && clamp(applied.level) !== row.quantity;

/** Smaregi did not answer, which says nothing of the product: the rolling check simply asks again. */
const isAway = (reading: Reading): boolean =>
  reading.kind === "failed" &&
  reading.ofRow !== true &&
  (reading.status === null || reading.status >= 500 || reading.status === 429);

async function writeOutcomes(
  tx: Tx,
  merchantId: string,
  signals: Map<string, DueSignal>,
  outcomes: Outcome[],
): Promise<void> {
  const entries: (Movement & Reason)[] = [];
  const notes: Parameters<typeof noteSyncs>[2] = [];
  const failures: Failure[] = [];
  const repaired: string[] = [];
  const finds: Parameters<typeof addFinds>[2] = [];
  for (const { row, reading, applied, isQuiet } of outcomes) {
    if (applied.kind === "passedOver") continue;
    const note = { variationId: row.id, beganAt: reading.beganAt, answered: reading.kind !== "failed" };
    const notificationId = signals.get(reading.smaregiProductId)?.notificationId ?? null;
    const reason = { actor: "smaregi", notificationId };
    if (applied.kind === "stored") {
      const { level, pending } = applied;
      const quantity = clamp(level);
      if (isQuiet && quantity !== row.quantity) {
        finds.push({ variationId: row.id, quantityBefore: row.quantity, quantity });
      }
      if (!isQuiet || level !== row.level) {
        entries.push({
          ...moveTo(row, level),
          ...reason,
          cause: "synced",
          reading: applied.reading,
          pending,
        });
      }
      notes.push({ ...note, error: null });
      if (row.syncFailedAt !== null) repaired.push(row.id);
      continue;
    }
    if (applied.kind === "zeroed" && row.quantity !== 0) {
      entries.push({ ...moveTo(row, 0), ...reason, cause: "syncFailed" });
    }
    notes.push({ ...note, error: applied.reason });
    const { status, reason: fact } = applied;
    const { smaregiProductId } = reading;
    failures.push({ call: "stockList", variationId: row.id, smaregiProductId, status, fact });
  }
  await writeMovements(tx, merchantId, entries);
  await noteSyncs(tx, merchantId, notes);
  await addFinds(tx, merchantId, finds);
  await addFailures(tx, merchantId, failures);
  await settleFailures(tx, merchantId, { variationIds: repaired }, "repaired");
}
