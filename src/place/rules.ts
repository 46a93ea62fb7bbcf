import type { Mode } from "../kit/tables.ts";
import type { LinkPlace } from "./read-place.ts";

/**
 * Whether calls may be made for the merchant's work now: not for one in the assured mode whose Smaregi is in maintenance. The
 * work waits, and is due when Smaregi answers again (B2).
 */
export function mayCall<Live extends { mode: Mode; pausedSince: Date | null }>(
  connection: Live | null,
): connection is Live {
  return connection !== null && (connection.mode === "standard" || connection.pausedSince === null);
}

/** Whether the connection is still the one that Smaregi was asked by: live, and not moved to another store since, nor there and back. */
export const isStill = ({ live }: Pick<LinkPlace, "live">, asked: { movedAt: Date }): boolean =>
  live?.movedAt.getTime() === asked.movedAt.getTime();
