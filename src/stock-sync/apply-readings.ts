import type { Context } from "../context.ts";
import { atOnce, transact } from "../kit/database.ts";
import { isPassing } from "../kit/passing.ts";
import { addFailures, settleFailures, type Failure } from "../link-log/store.ts";
import { isStill } from "../place/rules.ts";
import { linkPlace, type LiveConnection } from "../place/store.ts";
import { forgetAbsent } from "../signals/absent/store.ts";
import { leaveMissingSignals, leaveSignals } from "../signals/store.ts";
import { clamp, moveTo, type Movement } from "../stock/rules.ts";
import { lockSynced, writeMovements, type Reason } from "../stock/store.ts";
import { notePartFailed } from "../tasks.ts";
import { ordersMoving } from "./orders-moving.ts";
import { applyReading, retryDelayMs, type Applied, type Reading } from "./rules.ts";
import { addLatencies, deleteSignals, noteSyncs, putOffSignals, type DueSignal } from "./store.ts";
import { addFinds } from "./unread/store.ts";
import { release } from "./zero-guard/store.ts";

/**
 * Stores readings (S2 to S7, B1) in one transaction, with the variations locked. Each synced variation of the product gets its
 * quantity, its ledger entry and its sync note, and the signal is deleted. If an order was confirmed after a reading began, the
 * reading is unsure: it leaves a new signal and is done again. If the connection was moved or switched off meanwhile (P2), nothing is
 * stored and no signal is deleted; returns false then.
 */
async function applyReadings(
  ctx: Context,
  input: {
    /** The connection that these were read with. */
    connection: LiveConnection;
    signals: Map<string, DueSignal>;
    readings: Reading[];
    /** True if no one asked for these readings: one that changes no quantity leaves no trace. */
    onlyChanges?: boolean;
  },
): Promise<boolean> {
  const { readings, signals } = input;
  const { merchantId } = input.connection;
  if (readings.length === 0) return true;
  const written = await transact(ctx.db, async (tx) => {
    const byProduct = new Map(readings.map((reading) => [reading.smaregiProductId, reading]));
    // Takes the locks first: a process that reads another store's stock has to wait for them.
    const [rows, orders, place] = await atOnce(tx, [
      (open) => lockSynced(open, merchantId, [...byProduct.keys()]),
      (open) => ordersMoving(open, merchantId, readings),
      (open) => linkPlace(open, merchantId),
    ]);
    if (!isStill(place, input.connection)) return null;
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
    const writes = writesOf(signals, outcomes);
    const again = (reading: Reading) =>
      reading.kind === "failed" && (nobodyAsked(reading) ? isAway(reading) : place.live?.mode === "assured");
    const read = readings.filter((reading) => !again(reading));
    const stored = readings.filter((reading) => reading.kind === "found" || reading.kind === "neverMoved");
    const inStock = readings.filter((reading) => reading.kind === "found");
    const notified = stored.flatMap((reading) => signals.get(reading.smaregiProductId)?.notifiedAt ?? []);
    const done = read.flatMap((reading) => signals.get(reading.smaregiProductId) ?? []);
    await addFinds(tx, merchantId, writes.finds);
    await addFailures(tx, merchantId, writes.failures);
    await settleFailures(tx, merchantId, { variationIds: writes.repaired }, "repaired");
    const unsure = outcomes.flatMap(({ reading }) =>
      orders.isUnsure(reading) ? [reading.smaregiProductId] : [],
    );
    const delays = readings.filter(again).map((reading) => {
      const attempts = signals.get(reading.smaregiProductId)?.attempts ?? 0;
      return { smaregiProductId: reading.smaregiProductId, delayMs: retryDelayMs(attempts, Math.random()) };
    });
    const isLast = unsure.length === 0 && delays.length === 0;
    // Runs for each sale at the till: one round trip, with its commit. Only the last statement's position matters.
    const [, , , , , latencies] = await atOnce(tx, [
      (open) => writeMovements(open, merchantId, writes.entries),
      (open) => noteSyncs(open, merchantId, writes.notes),
      (open) => deleteSignals(open, merchantId, done),
      (open) => release(open, merchantId, productsOf(stored)),
      (open) => forgetAbsent(open, merchantId, productsOf(inStock)),
      (open) => addLatencies(open, merchantId, notified, { isLast }),
    ]);
    await leaveSignals(tx, merchantId, unsure, "orderConfirmed");
    await putOffSignals(tx, merchantId, delays);
    const untold = input.onlyChanges === true ? outcomes.filter(isOtherQuantity).length : 0;
    return { latencies, untold };
  });
  if (written === null) return false;
  ctx.metrics.untoldChanges.inc(written.untold);
  for (const milliseconds of written.latencies) ctx.metrics.syncLatency.observe(milliseconds / 1000);
  return true;
}

/**
 * The same, but one product stops no other. After an unexpected error the readings are stored part by part, and the product that
 * fails is read again later, as after a failed read.
 */
export async function applyApart(ctx: Context, input: Parameters<typeof applyReadings>[1]): Promise<boolean> {
  const { readings, signals } = input;
  const { merchantId } = input.connection;
  try {
    return await applyReadings(ctx, input);
  } catch (error) {
    if (await isPassing(ctx.db, error)) throw error;
    const [first, ...others] = readings;
    if (first === undefined) throw error;
    if (others.length > 0) {
      const half = Math.ceil(readings.length / 2);
      await applyApart(ctx, { ...input, readings: readings.slice(0, half) });
      return await applyApart(ctx, { ...input, readings: readings.slice(half) });
    }
    const { smaregiProductId } = first;
    notePartFailed(ctx, "syncStock", { error, merchantId, smaregiProductId });
    const delayMs = retryDelayMs(signals.get(smaregiProductId)?.attempts ?? 0, Math.random());
    await transact(ctx.db, async (tx) => {
      await leaveMissingSignals(tx, merchantId, [smaregiProductId], "askedAgain");
      await putOffSignals(tx, merchantId, [{ smaregiProductId, delayMs }]);
    });
    return true;
  }
}

type Outcome = {
  row: Awaited<ReturnType<typeof lockSynced>>[number];
  reading: Reading;
  applied: Applied;
  /** True if the rolling check asked, not a person or a change: a failure that is the same is noted without a line of history. */
  isQuiet: boolean;
};

const isOtherQuantity = ({ row, applied }: Outcome): boolean =>
  applied.kind === "stored" && clamp(applied.level) !== row.quantity;

/** True if Smaregi did not answer. That says nothing about the product, so the rolling check simply asks again. */
const isAway = (reading: Reading): boolean =>
  reading.kind === "failed" &&
  reading.ofRow !== true &&
  (reading.status === null ||
    reading.status < 400 ||
    reading.status > 499 ||
    reading.status === 429 ||
    reading.reason.kind === "foreignAnswer");

const productsOf = (readings: Reading[]): string[] => readings.map((reading) => reading.smaregiProductId);

/** Collects what to write for these outcomes. */
function writesOf(signals: Map<string, DueSignal>, outcomes: Outcome[]) {
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
  return { entries, notes, failures, repaired, finds };
}
