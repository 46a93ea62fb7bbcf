import type { Mode } from "../kit/tables.ts";
import type { LinkPlace } from "./read-place.ts";

/**
 * True if calls may be made for the merchant's work now. False in the assured mode while its Smaregi is in maintenance:
 * the work waits, and is due when Smaregi answers again (B2).
 */
export function mayCall<Live extends { mode: Mode; pausedSince: Date | null }>(
  connection: Live | null,
): connection is Live {
  return connection !== null && (connection.mode === "standard" || connection.pausedSince === null);
}

/**
 * True if the connection is still the one with which Smaregi was asked: live, and not moved since, not even there and
 * back.
 */
export const isStill = ({ live }: Pick<LinkPlace, "live">, asked: { movedAt: Date }): boolean =>
  live?.movedAt.getTime() === asked.movedAt.getTime();
