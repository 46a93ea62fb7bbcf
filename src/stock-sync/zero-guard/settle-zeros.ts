import type { Context } from "../../context.ts";
import { noteAbsent } from "../../signals/absent/store.ts";
import type { LiveConnection } from "../../place/store.ts";
import { unreadable } from "../../smaregi/lists.ts";
import type { Failure } from "../../smaregi/types.ts";
import { failedReadings, readSingly, type Reader } from "../read-stock.ts";
import type { Reading } from "../rules.ts";
import type { DueSignal } from "../store.ts";
import { holdZeros } from "./hold-zeros.ts";
import { needsProof } from "./rules.ts";

/**
 * P3: settles readings that may set quantities to 0 (no row, no product, or 0 in a store just chosen), so that they can be applied.
 * If Smaregi does not list the store, they fail. Many at once are held (B8). If they are few, each product whose quantity would fall
 * is asked for again, by itself. Products that Smaregi still does not have are remembered.
 */
export async function settleZeros(
  ctx: Context,
  input: {
    connection: LiveConnection;
    reader: Reader;
    signals: Map<string, DueSignal>;
    readings: Reading[];
  },
): Promise<Reading[]> {
  const { connection, reader, signals } = input;
  const { merchantId } = connection;
  const store = storeOf(reader);
  const inStore = await refuseOtherStores(reader, store, input.readings);
  const settled: Reading[] = inStore.filter((reading) => reading.kind === "failed");
  const doubtful = inStore.filter((reading) => reading.kind !== "failed");
  const { free, falling } = await holdZeros(ctx, { connection, signals, readings: doubtful });
  const isOpen = (reading: Reading) => falling.has(reading.smaregiProductId) && needsProof(reading);
  // A loop, as in the preview: a function call takes some 125,000 arguments, and there may be more products.
  for (const reading of free) if (!isOpen(reading)) settled.push(reading);
  const open = free.filter(isOpen).map((reading) => reading.smaregiProductId);
  for await (const readings of readSingly(reader, open)) {
    for (const reading of readings) settled.push(await withStore(store, reading));
  }
  // Done before the readings are applied: if the process dies in between, they are read again with this in mind.
  await noteAbsent(ctx.db, merchantId, settled.flatMap(absence(falling)));
  return settled;
}

const absence =
  (falling: Set<string>) =>
  ({ smaregiProductId, kind }: Reading): Parameters<typeof noteAbsent>[2] => {
    const fell = falling.has(smaregiProductId);
    if (kind === "missing") return [{ smaregiProductId, kind: "gone", fell }];
    return kind === "neverMoved" && fell ? [{ smaregiProductId, kind: "noRow", fell }] : [];
  };

/** Asks, at most once, if Smaregi lists the connection's store. A failure says nothing about it. */
type AskStore = () => Promise<{ kind: "listed" } | { kind: "unlisted" } | Failure>;

function storeOf({ smaregi, account, storeId }: Reader): AskStore {
  let asked: ReturnType<AskStore> | undefined;
  const ask: AskStore = async () => {
    const answer = await smaregi.stores(account);
    if (answer.kind !== "found") return answer;
    const [odd] = answer.odd;
    if (odd !== undefined) return unreadable(odd.reason);
    return answer.stores.some((each) => each.storeId === storeId) ? { kind: "listed" } : { kind: "unlisted" };
  };
  return () => (asked ??= ask());
}

/**
 * For a store that it does not have, Smaregi answers the same as for products that never moved. Applying that would empty the shop
 * (C6).
 */
async function refuseOtherStores(
  { storeId }: Reader,
  store: AskStore,
  readings: Reading[],
): Promise<Reading[]> {
  if (!readings.some((reading) => reading.kind === "neverMoved")) return readings;
  if ((await store()).kind !== "unlisted") return readings;
  const reason = { kind: "storeUnlisted", data: { storeId } } as const;
  return readings.map(({ smaregiProductId, beganAt, ...reading }) =>
    reading.kind === "neverMoved"
      ? { smaregiProductId, beganAt, kind: "failed", status: 404, reason }
      : { smaregiProductId, beganAt, ...reading },
  );
}

/** If the stores cannot be read, an empty answer may be about any store: the quantity stays. */
async function withStore(store: AskStore, reading: Reading): Promise<Reading> {
  if (reading.kind !== "neverMoved") return reading;
  const answer = await store();
  if (answer.kind === "listed") return reading;
  const failure: Failure =
    answer.kind === "unlisted"
      ? { kind: "refused", step: "call", status: 404, reason: { kind: "ownStoreUnlisted", data: {} } }
      : { ...answer, reason: { kind: "storeUnsure", data: { reason: answer.reason } } };
  const [failed = reading] = failedReadings([reading.smaregiProductId], reading.beganAt, failure);
  return failed;
}
