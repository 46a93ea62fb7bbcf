import type { Context } from "../../context.ts";
import { addFailures, type Failure } from "../../link-log/store.ts";
import { lockSynced } from "../../stock/store.ts";
import { isMassZero, type Reading } from "../rules.ts";
import { deleteSignals, noteSyncs, type DueSignal } from "../store.ts";
import { countWithStock, heldAmong, hold } from "./store.ts";

const held =
  "多くの商品が一度にスマレジからなくなったため、在庫を0にせず保留しています。スマレジの商品と、契約ID・店舗IDを確認してください。";

/**
 * B8: of products that Smaregi does not have (S5), keeps back those whose quantities are held, or all of them where they
 * would empty a good part of the shop at once. Their quantities stay, the log says so, and the merchant is asked.
 * Answers the readings that may be applied.
 */
export async function holdZeros(
  ctx: Context,
  input: { merchantId: string; signals: Map<string, DueSignal>; missing: Reading[] },
): Promise<Reading[]> {
  const { merchantId, signals, missing } = input;
  if (missing.length === 0) return [];
  return await ctx.db.transaction().execute(async (tx) => {
    const products = missing.map((reading) => reading.smaregiProductId);
    const rows = await lockSynced(tx, merchantId, products);
    const { all, own } = await countWithStock(tx, merchantId, products);
    const before = await heldAmong(tx, merchantId, products);
    const isMass = isMassZero(own, all);
    const isHeld = (product: string) => isMass || before.has(product);
    const kept = missing.filter((reading) => isHeld(reading.smaregiProductId));
    await hold(
      tx,
      merchantId,
      kept.map((reading) => reading.smaregiProductId),
    );
    const beganAt = new Map(kept.map((reading) => [reading.smaregiProductId, reading.beganAt]));
    const keptRows = rows.filter((row) => beganAt.has(row.smaregiProductId ?? ""));
    const error = (row: (typeof rows)[number]) =>
      `スマレジに商品ID ${row.smaregiProductId} の商品がありません。${held}`;
    await noteSyncs(
      tx,
      merchantId,
      keptRows.map((row) => ({
        variationId: row.id,
        beganAt: beganAt.get(row.smaregiProductId ?? "") ?? ctx.clock(),
        answered: false,
        error: error(row),
      })),
    );
    const failures = keptRows.map((row): Failure => ({
      call: "stockList",
      variationId: row.id,
      smaregiProductId: row.smaregiProductId,
      status: 404,
      reason: error(row),
    }));
    await addFailures(tx, merchantId, failures);
    await deleteSignals(
      tx,
      merchantId,
      kept.flatMap((reading) => signals.get(reading.smaregiProductId) ?? []),
    );
    return missing.filter((reading) => !isHeld(reading.smaregiProductId));
  });
}
