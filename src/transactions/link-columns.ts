import { decide, isBack, isRestless, type At, type OrderLink } from "./rules.ts";
import { shownLink } from "./shown.ts";

/** The columns of an order's row that describe its link. `at`: null if there is no live connection. */
export function linkColumns(link: OrderLink, at: At | null, now: Date) {
  const { state, why, transactionId } = shownLink(link);
  const next = at === null ? null : decide(link, { ...at, live: true });
  const dueAt = next?.do === "wait" ? next.until : null;
  return {
    follows: link.follows,
    followsWhy: link.why,
    wantedKey: link.wantedKey,
    counted: link.counted,
    uncountedAt: link.uncountedAt,
    restless: isRestless(link) || (at !== null && link.rows.some((row) => isBack(row, at))),
    dueAt,
    dueFrom: dueAt === null ? null : now,
    linkState: state,
    linkWhy: why,
    transactionId,
  };
}
