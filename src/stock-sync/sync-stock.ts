import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "../context.ts";
import { accountOf, noAccount } from "../smaregi/account.ts";
import { drainMerchant } from "../waiting/drain-merchant.ts";
import { mayCall } from "../waiting/rules.ts";
import { liveConnection, type LiveConnection } from "../waiting/store.ts";
import { applyReadings } from "./apply-readings.ts";
import { databaseClock } from "./clock.ts";
import { failedReadings, readStock } from "./read-stock.ts";
import { isBurst, type Reading } from "./rules.ts";
import { hasDueSignals, nextSignalAt, readSignals, type DueSignal } from "./store.ts";
import { holdZeros } from "./zero-guard/hold-zeros.ts";

/**
 * 在庫同期: reads and stores what the merchant's signals ask for, until none is due. One at a time per merchant,
 * over all processes; killed anywhere, the signals that are still there are read again.
 */
export async function syncStock(ctx: Context, input: { merchantId: string }): Promise<void> {
  const { merchantId } = input;
  const work = (mayGoOn: () => boolean) => drain(ctx, merchantId, mayGoOn);
  const rows = { hasDue: hasDueSignals, nextAt: nextSignalAt };
  await drainMerchant(ctx, "syncStock", { merchantId, work, ...rows });
}

type Missing = Map<string, { reading: Reading; signal: DueSignal }>;

async function drain(ctx: Context, merchantId: string, mayGoOn: () => boolean): Promise<void> {
  // Products that Smaregi does not have: whether they are many at once is seen only when all was asked for (B8).
  const missing: Missing = new Map();
  while (mayGoOn()) {
    const connection = await liveConnection(ctx.db, merchantId);
    if (!mayCall(connection)) return;
    const { now, due, held } = await readSignals(ctx.db, merchantId);
    const unread = due.filter(
      ({ smaregiProductId, version }) => missing.get(smaregiProductId)?.signal.version !== version,
    );
    const clock = databaseClock(now);
    if (unread.length === 0 && held === 0) {
      if (missing.size === 0) return;
      await applyMissing(ctx, connection, missing);
      missing.clear();
    }
    // Read a moment ago, or an order of it is just being sent, or more of a burst is coming in: soon.
    else if (unread.length === 0 || isBurst(unread, held, now)) await delay(40);
    else await readAndApply(ctx, connection, unread, { now: clock, missing });
  }
}

async function readAndApply(
  ctx: Context,
  connection: LiveConnection,
  due: DueSignal[],
  { now, missing }: { now: () => Date; missing: Missing },
): Promise<void> {
  const { merchantId, mode, storeId } = connection;
  const signals = new Map(due.map((signal) => [signal.smaregiProductId, signal]));
  const apply = (readings: Reading[]) => applyReadings(ctx, { merchantId, mode, signals, readings });
  const account = accountOf(ctx, connection);
  if (account === null) return await apply(failedReadings([...signals.keys()], now(), noAccount));
  for await (const readings of readStock({ smaregi: ctx.smaregi, account, storeId, now }, due)) {
    for (const reading of readings) {
      const signal = signals.get(reading.smaregiProductId);
      if (reading.kind === "missing" && signal !== undefined) {
        missing.set(reading.smaregiProductId, { reading, signal });
      }
    }
    await apply(readings.filter((reading) => reading.kind !== "missing"));
  }
}

async function applyMissing(
  ctx: Context,
  { merchantId, mode }: LiveConnection,
  missing: Missing,
): Promise<void> {
  const signals = new Map([...missing].map(([product, { signal }]) => [product, signal]));
  const all = [...missing.values()].map(({ reading }) => reading);
  const readings = await holdZeros(ctx, { merchantId, signals, missing: all });
  await applyReadings(ctx, { merchantId, mode, signals, readings });
}
