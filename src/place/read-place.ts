import type { Fact } from "../facts/fact.ts";
import type { Mode, PaymentMethods, Standing } from "../kit/tables.ts";

/** A merchant's connection with what a call for it needs; `pausedSince`: since when its Smaregi does not answer. */
export type LiveConnection = {
  merchantId: string;
  contractId: string;
  storeId: string;
  terminalId: string;
  mode: Mode;
  caughtUpAt: Date | null;
  movedAt: Date;
  clientId: string | null;
  clientSecretSealed: Buffer | null;
  /** If empty, every order is registered as credit (W6). */
  paymentMethods: PaymentMethods;
  pausedSince: Date | null;
  pauseReason: Fact | null;
};

/**
 * Why the link of a merchant is not live: no connection, its switch is off (C3), or the merchant's contract ended (C5).
 */
type OffReason = "none" | "disabled" | "ended";

/** The place of a merchant's orders, live or not; `placed`: null if there is no connection. */
export type LinkPlace = {
  /** The database's time. */
  now: Date;
  off: OffReason | null;
  placed: { contractId: string; storeId: string; terminalId: string; since: Date; mode: Mode } | null;
  /** The connection if it is live: switched on (C3) and the merchant under contract or on trial (C5). */
  live: LiveConnection | null;
};

/** A row of `placeColumns`. */
export type PlaceRow = Omit<LiveConnection, "contractId"> & {
  contractId: string | null;
  now: Date;
  enabled: boolean;
  standing: Standing;
};

/** Reads the place of a merchant's orders from a row of `placeColumns`. */
export function readPlace(row: PlaceRow | undefined): LinkPlace {
  if (row === undefined || row.contractId === null)
    return { now: row?.now ?? new Date(), off: "none", placed: null, live: null };
  const { now, enabled, standing, contractId, ...rest } = row;
  const connection = { ...rest, contractId };
  const off = standing === "ended" ? "ended" : enabled ? null : "disabled";
  const { storeId, terminalId, movedAt: since, mode } = connection;
  const placed = { contractId, storeId, terminalId, since, mode };
  return { now, off, placed, live: off === null ? connection : null };
}
