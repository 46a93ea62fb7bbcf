import { readJob } from "../../catalog/bulk/read-jobs.ts";
import { readPairs } from "../../catalog/bulk/rows/store.ts";
import type { Context } from "../../context.ts";
import { databaseTime } from "../../kit/now.ts";
import { liveConnection } from "../../place/store.ts";
import { accountOf } from "../../smaregi/account.ts";
import { forPerson } from "../../smaregi/patience.ts";
import { nameChanges } from "../../stock/changes/name-changes.ts";
import type { QuantityChange } from "../../stock/changes/rules.ts";
import { clamp } from "../../stock/rules.ts";
import { databaseClock } from "../clock.ts";
import { readStock } from "../read-stock.ts";
import { unreadStock } from "./unread-stock.ts";

/**
 * Shows what the links of a checked file would do to the quantities (P3), read from Smaregi now. Changes nothing. Null if the file
 * links nothing that exists, or if the link is off: then no quantity is read. Throws 404 for an unknown file, 503 if Smaregi's stock
 * cannot be read.
 */
export async function previewLinks(ctx: Context, { merchantId, id }: { merchantId: string; id: string }) {
  await readJob(ctx, { merchantId, id });
  const pairs = await readPairs(ctx.db, merchantId, id);
  const live = await liveConnection(ctx.db, merchantId);
  const account = live === null ? null : accountOf(ctx, live);
  if (pairs.length === 0 || live === null || account === null) return null;
  const now = databaseClock(await databaseTime(ctx.db));
  const askedAt = now();
  const products = [...new Set(pairs.map(({ smaregiProductId }) => smaregiProductId))];
  const signals = products.map((smaregiProductId) => ({ smaregiProductId, askedAt, notifiedAt: null }));
  const { storeId } = live;
  const reader = { smaregi: ctx.smaregi, account: forPerson(ctx, account), storeId, now };
  const thens = new Map<string, Pick<QuantityChange, "quantityThen" | "because">>();
  for await (const readings of readStock(reader, signals)) {
    for (const reading of readings) {
      if (reading.kind === "failed" && reading.ofRow !== true) throw unreadStock();
      const quantityThen = reading.kind === "found" ? clamp(reading.amount) : 0;
      thens.set(reading.smaregiProductId, { quantityThen, because: reading.kind });
    }
  }
  const changes = pairs.flatMap(({ variationId, smaregiProductId, quantity }): QuantityChange[] => {
    const then = thens.get(smaregiProductId);
    if (then === undefined || then.quantityThen === (quantity ?? 0)) return [];
    return [{ variationId, smaregiProductId, quantityNow: quantity, ...then }];
  });
  return await nameChanges(ctx.db, merchantId, changes);
}
