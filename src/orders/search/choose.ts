import type { Db } from "../../kit/database.ts";
import { invalid } from "../../kit/errors.ts";
import { searchOf, type AskedSearch } from "./rules.ts";
import { idsFound, idsOfNumbers } from "./store.ts";

/** Chooses orders by ID, by number, or all that a search finds. */
export type Chosen = { orderIds: string[] } | { numbers: string[] } | { search: AskedSearch };

/** The IDs of the chosen orders, each once, oldest first (IDs are in order of time). Throws 422 if there are more than `most`. */
export async function choose(db: Db, merchantId: string, chosen: Chosen, most: number): Promise<string[]> {
  const ids =
    "orderIds" in chosen
      ? [...new Set(chosen.orderIds)].toSorted()
      : "numbers" in chosen
        ? await idsOfNumbers(db, merchantId, chosen.numbers)
        : await idsFound(db, merchantId, searchOf(chosen.search), most + 1);
  if (ids.length <= most) return ids;
  const count = most.toLocaleString("ja-JP");
  throw invalid("orders", {
    ja: `一度に選べる受注は${count}件までです。条件で絞り込んでください。`,
    en: `Up to ${count} orders can be chosen at once. Narrow the search.`,
  });
}
