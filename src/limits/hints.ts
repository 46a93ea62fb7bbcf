import { AppError } from "../kit/errors.ts";
import { hintsPerMinute } from "./rules.ts";

/** Accepts a notification from an address, or throws a 429 `too_many_notifications`. */
export type TakeHint = (address: string) => void;

/**
 * Counts the requests to an endpoint that is open to everyone, by address and minute, in this process; nothing is
 * stored. `now`: milliseconds of a monotonic clock.
 */
export function countHints(now = () => performance.now()): TakeHint {
  let began = now();
  const counts = new Map<string, number>();
  return (address) => {
    const left = began + 60_000 - now();
    if (left <= 0) {
      began = now();
      counts.clear();
    }
    const count = (counts.get(address) ?? 0) + 1;
    counts.set(address, count);
    if (count > hintsPerMinute) throw tooMany(Math.max(1, Math.ceil(left / 1_000)));
  };
}

const tooMany = (seconds: number): AppError =>
  new AppError(
    "too_many_notifications",
    { ja: "通知が多すぎます。", en: "There are too many notifications." },
    [],
    seconds,
  );
