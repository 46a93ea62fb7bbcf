import type { Movement } from "../../../src/http/api-types.ts";
import type { whyWords } from "./words.ts";

type Words = (typeof whyWords)["ja"];
type Formats = { number(value: number): string; signed(value: number): string };

/** One ledger entry as sentences that a shop clerk understands. */
export function story(entry: Movement, words: Words, formats: Formats): string[] {
  const { cause, change, quantity } = entry;
  const pieces = formats.number(Math.abs(change));
  switch (cause) {
    case "synced":
      return syncStory(entry, words, formats);
    case "orderPlaced":
      return [words.sold(pieces)];
    case "orderEdited":
      return [words.edited];
    case "orderCancelled":
      return [words.cancelled(pieces)];
    case "orderSentAgain":
      return [words.sentAgain(pieces)];
    case "linked":
      return [words.linked];
    case "registered":
      return [words.registered];
    case "edited":
      return [quantity === null ? words.emptied : words.set];
    case "syncFailed":
      return [words.failed];
    case "zeroConfirmed":
      return [words.zeroConfirmed];
    default:
      return [words.other(cause)];
  }
}

function syncStory(entry: Movement, words: Words, formats: Formats): string[] {
  const { reading = 0, pending = 0, quantity, notificationId } = entry;
  const result = formats.number(quantity ?? 0);
  const off = formats.number(Math.abs(pending));
  const sum = reading + pending;
  return [
    notificationId === undefined ? words.asked : words.notified,
    words.reading(formats.number(reading)),
    ...(pending < 0 ? [words.pending(off, result)] : []),
    ...(pending > 0 ? [words.pendingBack(off, result)] : []),
    ...(sum < 0 ? [words.below] : []),
    ...(sum > 999_999 ? [words.above] : []),
  ];
}
