import type { Fact } from "../facts/fact.ts";
import type { OrderLink } from "../transactions/rules.ts";

/** An entry of an order's log about the transaction of one of its rows. */
type News = { rowId: string; entry: { event: string; fact: Fact; transactionId: string } };

/**
 * Log entries for transactions that are now booked, or no longer are, although no call of their own reported it (O5). The outside
 * learns of them through the log. `asked`: why the merchant is asked; null if no one is asked.
 */
export function newsOf(before: OrderLink, after: OrderLink, asked: Fact | null): News[] {
  return after.rows.flatMap(({ id: rowId, state, transactionId }): News[] => {
    const was = before.rows.find((row) => row.id === rowId)?.state;
    if (transactionId === null || was === state) return [];
    const data = { transactionId, byLook: true };
    const tell = (event: string, fact: Fact): News[] => [{ rowId, entry: { event, fact, transactionId } }];
    if (state === "standing") return tell("transactionRegistered", { kind: "registered", data });
    if (was !== "standing" || state !== "gone") return [];
    return asked === null
      ? tell("transactionCancelled", { kind: "cancelled", data })
      : tell("registrationFailed", asked);
  });
}
