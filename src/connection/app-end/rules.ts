import type { AppEnd } from "../../kit/tables.ts";

/** What an action of 利用者通知 means for a connection; null if nothing. */
export function endOf(action: string): AppEnd | null {
  if (action === "end") return "appEnded";
  return action === "force-stop" ? "appForceStopped" : null;
}

/**
 * Seconds between two questions to Smaregi for one connection. A notification proves nothing, so many of them cause no more questions
 * than this. If Smaregi gives no clear answer, it is also asked again after this time.
 */
export const askEverySeconds = 600;

/**
 * Returns when Smaregi is asked next, after it was asked at `askedAt` (null: never). A time in the future is from before the clock
 * was set back.
 */
export function nextAskAt(askedAt: Date | null, now: Date): Date {
  if (askedAt === null) return now;
  const last = Math.min(askedAt.getTime(), now.getTime());
  return new Date(Math.max(now.getTime(), last + askEverySeconds * 1_000));
}
