import { keptAs } from "../frame/kept.ts";
import { browserStorage } from "../../ui/storage.ts";
import { uniqueText } from "../../ui/unique.ts";

type OrderBody = {
  kind: "normal";
  lines: { variationId: string; quantity: number; answers?: string[] }[];
  customer: object;
  /** What it came to on the page that was confirmed. */
  expectedTotal: number;
};
/** An order that was sent, and of which no answer is known yet. */
export type Attempt = { key: string; body: OrderBody; lineIds: string[]; payment: string };

const kept = () => keptAs("attempt");

/** The order that was sent before and not answered; null: there is none. */
export function readAttempt(): Attempt | null {
  try {
    return JSON.parse(browserStorage.getItem(kept()) ?? "null") as Attempt | null;
  } catch {
    return null;
  }
}

/** The order without what it comes to: a price may have changed since it was sent. */
const wanted = ({ expectedTotal: _, ...body }: OrderBody): string => JSON.stringify(body);

/** Whether another order than this one was sent before, and not answered: both might be made. */
export function isBesideAnother(order: Omit<Attempt, "key">): boolean {
  const before = readAttempt();
  return before !== null && wanted(before.body) !== wanted(order.body);
}

/**
 * Notes an order before it is sent. The very same order once more (a second press, a lost answer, a reload) is sent as it was,
 * with the same key, by which the shop knows it: it makes one order.
 */
export function noteAttempt(order: Omit<Attempt, "key">): Attempt {
  const before = readAttempt();
  if (before !== null && !isBesideAnother(order)) return before;
  const attempt = { ...order, key: uniqueText() };
  browserStorage.setItem(kept(), JSON.stringify(attempt));
  return attempt;
}

/** The shop has answered this one: it was made, or refused. One that was noted since stays. */
export function forgetAttempt(key: string): void {
  if (readAttempt()?.key === key) browserStorage.removeItem(kept());
}
