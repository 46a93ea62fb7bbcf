import type { AppEnd } from "../../kit/tables.ts";

/** What an action of 利用者通知 means for a connection; null if nothing. */
export function endOf(action: string): AppEnd | null {
  if (action === "end") return "appEnded";
  return action === "force-stop" ? "appForceStopped" : null;
}

/**
 * Seconds between two questions to Smaregi for one connection: a notification proves nothing, and whoever sends many causes
 * no more than this. As long as Smaregi gives no clear answer, it is asked again that often, too.
 */
export const askEverySeconds = 600;

/** When Smaregi is asked next, after it was asked at `askedAt` (null: never); a time to come is of a clock that was set back. */
export function nextAskAt(askedAt: Date | null, now: Date): Date {
  if (askedAt === null) return now;
  const last = Math.min(askedAt.getTime(), now.getTime());
  return new Date(Math.max(now.getTime(), last + askEverySeconds * 1_000));
}
