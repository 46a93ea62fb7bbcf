import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "../context.ts";
import { isTracing, traced } from "../kit/tracing/trace.ts";
import { accountOf, noAccount } from "../smaregi/account.ts";
import { drainMerchant } from "../place/drain-merchant.ts";
import { isStill, mayCall } from "../place/rules.ts";
import { liveConnection, type LiveConnection } from "../place/store.ts";
import { applyApart } from "./apply-readings.ts";
import { databaseClock } from "./clock.ts";
import { failedReadings, readStock, type Reader } from "./read-stock.ts";
import { isBurst, type Reading } from "./rules.ts";
import { hasDueSignals, nextSignalAt, readSignals, type DueSignal } from "./store.ts";
import { tracesOf } from "./traces/store.ts";
import { notReadSince } from "./unread/store.ts";
import { settleZeros } from "./zero-guard/settle-zeros.ts";

/**
 * 在庫同期: reads and stores what the merchant's signals ask for, until none is due. One process at a time per merchant. If it is killed,
 * the signals that are left are read again.
 */
export async function syncStock(ctx: Context, input: { merchantId: string }): Promise<void> {
  const { merchantId } = input;
  const work = (mayGoOn: () => boolean, isTurnOver: () => boolean) =>
    drain(ctx, merchantId, { mayGoOn, isTurnOver });
  const rows = { hasDue: hasDueSignals, nextAt: nextSignalAt };
  await drainMerchant(ctx, "syncStock", { merchantId, work, ...rows });
}

/** Readings that may set a quantity to 0. They are kept until everything was read, because many at once need a question (P3). */
type Doubtful = Map<string, { reading: Reading; signal: DueSignal; movedAt: Date }>;

/** `between`: work to do between two batches of readings. */
type Pass = { now: () => Date; doubtful: Doubtful; between: () => Promise<void> };

async function drain(
  ctx: Context,
  merchantId: string,
  { mayGoOn, isTurnOver }: { mayGoOn(): boolean; isTurnOver(): boolean },
): Promise<void> {
  const doubtful: Doubtful = new Map();
  let heldBackAt: number | null = null;
  // Doubtful readings are judged together, so a turn that is over goes on until then.
  while (mayGoOn() && (!isTurnOver() || doubtful.size > 0)) {
    const connection = await liveConnection(ctx.db, merchantId);
    if (!mayCall(connection)) return;
    for (const [product, asked] of doubtful) {
      if (!isStill({ live: connection }, asked)) doubtful.delete(product);
    }
    const { now, due, held } = await readSignals(ctx.db, merchantId);
    const unread = due.filter(isUnread(doubtful));
    const fresh = unread.filter(({ isFresh }) => isFresh);
    const next = fresh.length > 0 ? fresh : unread;
    const clock = databaseClock(now);
    const waitedMs = heldBackAt === null ? 0 : performance.now() - heldBackAt;
    if (unread.length === 0 && held === 0) {
      if (doubtful.size === 0) return;
      // Asked for again meanwhile, perhaps for another store: that reading no longer counts.
      const versions = new Map(due.map((each) => [each.smaregiProductId, each.version]));
      for (const [product, { signal }] of doubtful) {
        if (versions.get(product) !== signal.version) doubtful.delete(product);
      }
      await applyDoubtful(ctx, connection, { now: clock, doubtful });
      doubtful.clear();
    }
    // They were read a moment ago, or an order of them is being sent right now: wait shortly.
    else if (unread.length === 0) await delay(40);
    // More of a burst is coming in.
    else if (isBurst(next, held, now, waitedMs)) {
      heldBackAt ??= performance.now();
      await delay(40);
    } else {
      heldBackAt = null;
      const between = next === fresh ? async () => undefined : readFresh;
      await readAndApply(ctx, connection, next, { now: clock, doubtful, between });
    }
  }

  /** Overtakes bulk work: a till sale waits for one page of it, not for all of it. */
  async function readFresh(): Promise<void> {
    const connection = await liveConnection(ctx.db, merchantId);
    if (!mayGoOn() || !mayCall(connection)) return;
    const { now, due, held } = await readSignals(ctx.db, merchantId, "fresh");
    const fresh = due.filter(isUnread(doubtful));
    if (fresh.length === 0) return;
    const waitedMs = heldBackAt === null ? 0 : performance.now() - heldBackAt;
    if (isBurst(fresh, held, now, waitedMs)) {
      heldBackAt ??= performance.now();
      return;
    }
    heldBackAt = null;
    const pass = { now: databaseClock(now), doubtful, between: async () => undefined };
    await readAndApply(ctx, connection, fresh, pass);
  }
}

const isUnread =
  (doubtful: Doubtful) =>
  ({ smaregiProductId, version }: DueSignal): boolean =>
    doubtful.get(smaregiProductId)?.signal.version !== version;

async function readAndApply(
  ctx: Context,
  connection: LiveConnection,
  due: DueSignal[],
  { now, doubtful, between }: Pass,
): Promise<void> {
  const from = isTracing() ? await tracesOf(ctx.db, due) : [];
  await traced("stock sync", { from, attributes: { "musubi.products": due.length } }, async () => {
    await readInTrace(ctx, connection, due, { now, doubtful, between });
  });
}

async function readInTrace(
  ctx: Context,
  connection: LiveConnection,
  due: DueSignal[],
  { now, doubtful, between }: Pass,
): Promise<void> {
  const { storeId, movedAt } = connection;
  const signals = new Map(due.map((signal) => [signal.smaregiProductId, signal]));
  const apply = (readings: Reading[]) => applyApart(ctx, { connection, signals, readings });
  const account = accountOf(ctx, connection);
  if (account === null) {
    await apply(failedReadings([...signals.keys()], now(), noAccount));
    return;
  }
  for await (const readings of readStock({ smaregi: ctx.smaregi, account, storeId, now }, due)) {
    const isDoubtful = await doubt(ctx, connection, readings);
    for (const reading of readings.filter(isDoubtful)) {
      const signal = signals.get(reading.smaregiProductId);
      if (signal !== undefined) doubtful.set(reading.smaregiProductId, { reading, signal, movedAt });
    }
    // What is left belongs to a store that the connection has left.
    if (!(await apply(readings.filter((reading) => !isDoubtful(reading))))) return;
    await between();
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
  const { storeId } = connection;
  const account = accountOf(ctx, connection);
  if (account === null) return;
  const signals = new Map([...doubtful].map(([product, { signal }]) => [product, signal]));
  const all = [...doubtful.values()].map(({ reading }) => reading);
  const reader: Reader = { smaregi: ctx.smaregi, account, storeId, now };
  const from = isTracing() ? await tracesOf(ctx.db, signals.values()) : [];
  await traced("stock sync", { from, attributes: { "musubi.doubtful": signals.size } }, async () => {
    const readings = await settleZeros(ctx, { connection, reader, signals, readings: all });
    await applyApart(ctx, { connection, signals, readings });
  });
}
