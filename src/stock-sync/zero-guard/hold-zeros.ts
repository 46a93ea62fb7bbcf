import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { addFailures, type Failure } from "../../link-log/store.ts";
import { isStill } from "../../place/rules.ts";
import { linkPlace, type LiveConnection } from "../../place/store.ts";
import { lockSynced } from "../../stock/store.ts";
import { isMassZero, type Reading } from "../rules.ts";
import { confirmedZeros } from "../../place/previews/store.ts";
import { deleteSignals, noteSyncs, type DueSignal } from "../store.ts";
import { heldReason, holdCause } from "./rules.ts";
import { countWithStock, heldAmong, hold, withStockAmong } from "./store.ts";

/**
 * B8, P3: takes readings that would set quantities to 0 for want of a row. Holds back those whose quantities are held already, or all
 * of them if they would empty a good part of the shop at once, whatever the cause. Quantities that are held back stay, the log says
 * so, and the merchant is asked, except about products that someone saw fall in a preview and confirmed. Returns the readings that
 * are not held, and which of their products would fall to 0 unseen.
 */
export async function holdZeros(
  ctx: Context,
  input: { connection: LiveConnection; signals: Map<string, DueSignal>; readings: Reading[] },
): Promise<{ free: Reading[]; falling: Set<string> }> {
  const { connection, signals, readings } = input;
  const { merchantId, movedAt } = connection;
  const products = readings.map((reading) => reading.smaregiProductId);
  return await transact(ctx.db, async (tx) => {
    const rows = await lockSynced(tx, merchantId, products);
    // No question about a store that the connection has left meanwhile.
    if (!isStill(await linkPlace(tx, merchantId), connection)) return { free: [], falling: new Set() };
    const falling = await withStockAmong(tx, merchantId, products);
    const { all, own, before } = await countWithStock(tx, merchantId, products);
    const held = await heldAmong(tx, merchantId, products);
    const isMass = isMassZero(own, all, before);
    const confirmed = await confirmedZeros(tx, merchantId);
    const isHeld = ({ smaregiProductId }: Reading) =>
      !confirmed.has(smaregiProductId) &&
      falling.has(smaregiProductId) &&
      (isMass || held.has(smaregiProductId));
    const kept = readings.filter(isHeld);
    await hold(tx, merchantId, {
      held: kept.map((each) => ({ smaregiProductId: each.smaregiProductId, cause: holdCause(each) })),
      since: movedAt,
    });
    const asked = await heldAmong(tx, merchantId, products, { unanswered: true });
    const reasons = new Map(kept.map((each) => [each.smaregiProductId, each]));
    const outcomes = rows.flatMap((row) => {
      const reading = reasons.get(row.smaregiProductId ?? "");
      if (reading === undefined) return [];
      return [{ row, reading, error: heldReason(holdCause(reading), reading.smaregiProductId) }];
    });
    const notes = outcomes.map(({ row, reading, error }) => {
      return { variationId: row.id, beganAt: reading.beganAt, answered: false, error };
    });
    await noteSyncs(tx, merchantId, notes);
    const failures = outcomes.flatMap(({ row, reading, error }): Failure[] => {
      const { id: variationId, smaregiProductId } = row;
      // A person has decided about it.
      if (!asked.has(smaregiProductId ?? "")) return [];
      const status = reading.kind === "missing" ? 404 : null;
      return [{ call: "stockList", variationId, smaregiProductId, status, fact: error }];
    });
    await addFailures(tx, merchantId, failures);
    await deleteSignals(
      tx,
      merchantId,
      kept.flatMap((reading) => signals.get(reading.smaregiProductId) ?? []),
    );
    // What a person has looked at needs no further proof.
    const unseen = [...falling].filter((product) => !confirmed.has(product));
    return { free: readings.filter((reading) => !isHeld(reading)), falling: new Set(unseen) };
  });
}
