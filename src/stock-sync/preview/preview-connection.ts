import { tryConnection, type ConnectionInput } from "../../connection/save-connection.ts";
import { syncedProducts } from "../../connection/store.ts";
import { runChecks } from "../../connection/test-connection.ts";
import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { newId } from "../../kit/ids.ts";
import { behindOrders } from "../../orders/store.ts";
import { insertPreview } from "../../place/previews/store.ts";
import { accountOf } from "../../smaregi/account.ts";
import { forPerson } from "../../smaregi/patience.ts";
import { nameChanges } from "../../stock/changes/name-changes.ts";
import type { QuantityChange } from "../../stock/changes/rules.ts";
import { clamp } from "../../stock/rules.ts";
import { lockSynced } from "../../stock/store.ts";
import { databaseClock } from "../clock.ts";
import { ordersMoving } from "../orders-moving.ts";
import { readStock } from "../read-stock.ts";
import { applyReading, type Reading } from "../rules.ts";
import { databaseTime } from "../../kit/now.ts";
import { unreadStock } from "./unread-stock.ts";

/**
 * Shows what saving a connection would do (P3): the quantities it would change, read from Smaregi with the new settings; the orders
 * that are not in Smaregi as they are; and what the connection test would find wrong (C6). Changes nothing. A save with the
 * `previewId` is not asked again about quantities that fall to 0 here, and may switch on what was found well. Throws 503 if Smaregi's
 * stock cannot be read.
 */
export async function previewConnection(
  ctx: Context,
  input: { merchantId: string; actor: string; connection: ConnectionInput },
) {
  const { merchantId, actor } = input;
  const { before, toBe } = await tryConnection(ctx, input);
  const { contractId, storeId, terminalId, enabled } = toBe;
  const account = accountOf(ctx, { merchantId, ...toBe });
  const changes: QuantityChange[] = [];
  // The mirror keeps only the products of the saved contract.
  const withProducts = enabled && before?.contractId === contractId;
  const checks = await runChecks(ctx, { merchantId, ...toBe }, { withProducts });
  const failed = checks.filter(({ ok }) => !ok);
  if (enabled && account !== null) {
    const products = await syncedProducts(ctx.db, merchantId);
    const now = databaseClock(await databaseTime(ctx.db));
    const askedAt = now();
    const signals = products.map((smaregiProductId) => ({ smaregiProductId, askedAt, notifiedAt: null }));
    const reader = { smaregi: ctx.smaregi, account: forPerson(ctx, account), storeId, now };
    for await (const readings of readStock(reader, signals))
      for (const change of await changesBy(ctx, merchantId, readings)) changes.push(change);
  }
  const zeros = changes.filter(({ quantityThen }) => quantityThen === 0);
  const id = newId();
  const toZero = [...new Set(zeros.map(({ smaregiProductId }) => smaregiProductId))];
  await insertPreview(ctx.db, {
    merchantId,
    id,
    contractId,
    storeId,
    terminalId,
    toZero,
    madeBy: actor,
    failedChecks: enabled ? failed.map(({ name }) => name) : null,
    overSavedAt: before?.updatedAt ?? null,
  });
  return {
    previewId: id,
    quantities: await nameChanges(ctx.db, merchantId, changes),
    orders: { notAsTheyStand: (await behindOrders(ctx.db, merchantId)).length },
    warnings: checks.filter(({ ok, fact }) => !ok || fact.kind === "storeClosedByHand"),
  };
}

async function changesBy(ctx: Context, merchantId: string, readings: Reading[]): Promise<QuantityChange[]> {
  const broken = readings.find((reading) => reading.kind === "failed" && reading.ofRow !== true);
  if (broken !== undefined) throw unreadStock();
  const byProduct = new Map(readings.map((reading) => [reading.smaregiProductId, reading]));
  // A short transaction of its own: nothing is locked while Smaregi is asked.
  return await transact(ctx.db, async (tx) => {
    const rows = await lockSynced(tx, merchantId, [...byProduct.keys()]);
    const orders = await ordersMoving(tx, merchantId, readings);
    return rows.flatMap((row): QuantityChange[] => {
      const reading = byProduct.get(row.smaregiProductId ?? "");
      if (reading === undefined) return [];
      // Ignores when it was last read, because that may have been another store.
      const applied = applyReading({ ...row, readingBeganAt: null }, reading, orders.pending(reading));
      if (applied.kind === "kept" || applied.kind === "passedOver") return [];
      const quantityThen = applied.kind === "stored" ? clamp(applied.level) : 0;
      if (quantityThen === row.quantity) return [];
      const { id: variationId, quantity: quantityNow } = row;
      const { smaregiProductId, kind: because } = reading;
      return [{ variationId, smaregiProductId, quantityNow, quantityThen, because }];
    });
  });
}
