import type { Context } from "../../context.ts";
import { readSearches, type SavedSearch } from "./saved/store.ts";
import { countFound } from "./store.ts";
import { searchOf } from "./rules.ts";

/** The count stops here: more than a day's work is "many". */
export const mostCounted = 1_000;

export type OrderTabs = {
  all: number;
  unpaid: number;
  unshipped: number;
  behind: number;
  saved: (SavedSearch & { count: number })[];
};

/** How many orders wait in each tab of the list (W2); each count stops at 1,000. */
export async function readTabs(ctx: Pick<Context, "db">, merchantId: string): Promise<OrderTabs> {
  const count = (search: Parameters<typeof countFound>[2]) =>
    countFound(ctx.db, merchantId, search, mostCounted);
  const saved = await readSearches(ctx.db, merchantId);
  const [all, unpaid, unshipped, behind, ...others] = await Promise.all([
    count({}),
    count({ payment: "unpaid" }),
    count({ shipping: "unshipped" }),
    count({ behind: true }),
    ...saved.map(({ search }) => count(searchOf(search))),
  ]);
  return {
    all,
    unpaid,
    unshipped,
    behind,
    saved: saved.map((each, nth) => ({ ...each, count: others[nth] ?? 0 })),
  };
}
