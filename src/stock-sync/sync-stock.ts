import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "../context.ts";
import { accountOf, noAccount } from "../smaregi/account.ts";
import { drainMerchant } from "../waiting/drain-merchant.ts";
import { mayCall } from "../waiting/rules.ts";
import { liveConnection, type LiveConnection } from "../waiting/store.ts";
import { applyReadings } from "./apply-readings.ts";
import { databaseClock } from "./clock.ts";
import { failedReadings, readStock, type Reader } from "./read-stock.ts";
import { isBurst, type Reading } from "./rules.ts";
import { hasDueSignals, nextSignalAt, readSignals, type DueSignal } from "./store.ts";
import { notReadSince } from "./unread/store.ts";
import { settleZeros } from "./zero-guard/settle-zeros.ts";

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

/** Readings by which a quantity may become 0, kept until all was read: many at once are asked about (P3). */
type Doubtful = Map<string, { reading: Reading; signal: DueSignal }>;

async function drain(ctx: Context, merchantId: string, mayGoOn: () => boolean): Promise<void> {
  const doubtful: Doubtful = new Map();
  while (mayGoOn()) {
    const connection = await liveConnection(ctx.db, merchantId);
    if (!mayCall(connection)) return;
    const { now, due, held } = await readSignals(ctx.db, merchantId);
    const unread = due.filter(
      ({ smaregiProductId, version }) => doubtful.get(smaregiProductId)?.signal.version !== version,
    );
    const clock = databaseClock(now);
    if (unread.length === 0 && held === 0) {
      if (doubtful.size === 0) return;
      // Asked for again since, perhaps of another store: that reading counts no more.
      const versions = new Map(due.map((each) => [each.smaregiProductId, each.version]));
      for (const [product, { signal }] of doubtful) {
        if (versions.get(product) !== signal.version) doubtful.delete(product);
      }
      await applyDoubtful(ctx, connection, { now: clock, doubtful });
      doubtful.clear();
    }
    // Read a moment ago, or an order of it is just being sent, or more of a burst is coming in: soon.
    else if (unread.length === 0 || isBurst(unread, held, now)) await delay(40);
    else await readAndApply(ctx, connection, unread, { now: clock, doubtful });
  }
}

async function readAndApply(
  ctx: Context,
  connection: LiveConnection,
  due: DueSignal[],
  { now, doubtful }: { now: () => Date; doubtful: Doubtful },
): Promise<void> {
  const { merchantId, mode, storeId } = connection;
  const signals = new Map(due.map((signal) => [signal.smaregiProductId, signal]));
  const apply = (readings: Reading[]) => applyReadings(ctx, { merchantId, mode, signals, readings });
  const account = accountOf(ctx, connection);
  if (account === null) return await apply(failedReadings([...signals.keys()], now(), noAccount));
  for await (const readings of readStock({ smaregi: ctx.smaregi, account, storeId, now }, due)) {
    const isDoubtful = await doubt(ctx, connection, readings);
    for (const reading of readings.filter(isDoubtful)) {
      const signal = signals.get(reading.smaregiProductId);
      if (signal !== undefined) doubtful.set(reading.smaregiProductId, { reading, signal });
    }
    await apply(readings.filter((reading) => !isDoubtful(reading)));
  }
}

/** No row, no product, or a 0 that is the first answer since the connection points to this store. */
async function doubt(
  ctx: Context,
  { merchantId, movedAt }: LiveConnection,
  readings: Reading[],
): Promise<(reading: Reading) => boolean> {
  const zeros = readings.filter((reading) => reading.kind === "found" && reading.amount <= 0);
  const products = zeros.map((reading) => reading.smaregiProductId);
  const unread = await notReadSince(ctx.db, merchantId, { products, since: movedAt });
  return ({ kind, smaregiProductId }) =>
    kind === "missing" || kind === "neverMoved" || (kind === "found" && unread.has(smaregiProductId));
}

async function applyDoubtful(
  ctx: Context,
  connection: LiveConnection,
  { now, doubtful }: { now: () => Date; doubtful: Doubtful },
): Promise<void> {
  const { merchantId, mode, storeId } = connection;
  const account = accountOf(ctx, connection);
  if (account === null) return;
  const signals = new Map([...doubtful].map(([product, { signal }]) => [product, signal]));
  const all = [...doubtful.values()].map(({ reading }) => reading);
  const reader: Reader = { smaregi: ctx.smaregi, account, storeId, now };
  const readings = await settleZeros(ctx, { merchantId, reader, signals, readings: all });
  await applyReadings(ctx, { merchantId, mode, signals, readings });
}
