import { keptAs } from "../frame/kept.ts";
import { browserStorage } from "../../ui/storage.ts";
import { uniqueText } from "../../ui/unique.ts";

type OrderBody = {
  kind: "normal";
  lines: { variationId: string; quantity: number; answers?: string[] }[];
  customer: object;
  /** The total on the page that was confirmed. */
  expectedTotal: number;
};
/** An order that was sent, and whose answer is not known yet. */
export type Attempt = { key: string; body: OrderBody; lineIds: string[]; payment: string };

const kept = () => keptAs("attempt");

/** The order that was sent before and not answered; null if there is none. */
export function readAttempt(): Attempt | null {
  try {
    return JSON.parse(browserStorage.getItem(kept()) ?? "null") as Attempt | null;
  } catch {
    return null;
  }
}

/** The order without its total: a price may have changed after it was sent. */
const wanted = ({ expectedTotal: _, ...body }: OrderBody): string => JSON.stringify(body);

/** True if a different order was sent before and not answered: both might be made. */
export function isBesideAnother(order: Omit<Attempt, "key">): boolean {
  const before = readAttempt();
  return before !== null && wanted(before.body) !== wanted(order.body);
}

/**
 * Stores an order before it is sent. If the same order is sent again (a second press, a lost answer, a reload), it is sent as it was,
 * with the same key. The shop knows it by the key, so only one order is made.
 */
export function noteAttempt(order: Omit<Attempt, "key">): Attempt {
  const before = readAttempt();
  if (before !== null && !isBesideAnother(order)) return before;
  const attempt = { ...order, key: uniqueText() };
  browserStorage.setItem(kept(), JSON.stringify(attempt));
  return attempt;
}

/** Forgets this order, because the shop has answered: it was made or refused. Keeps an order that was noted later. */
export function forgetAttempt(key: string): void {
  if (readAttempt()?.key === key) browserStorage.removeItem(kept());
}
