import type { Mode } from "../kit/tables.ts";

/**
 * Whether calls may be made for the merchant's work now: not for one in the assured mode whose Smaregi is in maintenance. The
 * work waits, and is due when Smaregi answers again (B2).
 */
export function mayCall<Live extends { mode: Mode; pausedSince: Date | null }>(
  connection: Live | null,
): connection is Live {
  return connection !== null && (connection.mode === "standard" || connection.pausedSince === null);
}
