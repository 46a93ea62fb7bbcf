import { afterCommit } from "./kit/after-commit.ts";
import type { Db } from "./kit/database.ts";
import { gathered } from "./kit/gathered.ts";
import { groupBy } from "./kit/group-by.ts";
import { mostNamed, type Topic } from "./tell/rules.ts";
import { sayChanges } from "./tell/store.ts";

/** The products that changed, as far as the writer knows them; if none is named, any may have changed. */
type Which = { productIds?: string[]; variationIds?: string[]; smaregiProductIds?: string[] };
type Told = Which & { merchantId: string; topic: Topic };

/** One process tells open pages at most this often. */
const tellEveryMs = 50;

const tellSoon = gathered(tellEveryMs, async (db, all: Told[]) => {
  const groups = groupBy(all, ({ merchantId, topic }) => `${merchantId} ${topic}`);
  const words = [...groups.values()].map((some) => wordOf(some));
  if (words.length === 0) return;
  await sayChanges(db, words, mostNamed);
});

/**
 * Tells the merchant's open pages, in every process, what kind of thing changed. It does so after the caller's commit; outside of a
 * transaction at once, if the change is made already. No one waits for it. If the process dies first, the page sees the change at its
 * next look (`relookMs` of the live events).
 */
export function tell(db: Db, merchantId: string, topic: Topic, which: Which = {}): void {
  const told = { ...which, merchantId, topic };
  if (!afterCommit(db, (outside) => tellSoon(outside, told))) tellSoon(db, told);
}

function wordOf(some: Told[]) {
  const [{ merchantId, topic } = { merchantId: "", topic: "products" as const }] = some;
  const all = (name: keyof Which) => [...new Set(some.flatMap((told) => told[name] ?? []))];
  const ids = {
    products: all("productIds"),
    variations: all("variationIds"),
    smaregi: all("smaregiProductIds"),
  };
  const count = ids.products.length + ids.variations.length + ids.smaregi.length;
  const isAny = count > 3 * mostNamed || some.some((told) => !isNamed(told));
  const named = isAny ? { products: [], variations: [], smaregi: [] } : ids;
  return { merchant: merchantId, topic, ...named };
}

const isNamed = ({ productIds, variationIds, smaregiProductIds }: Which): boolean =>
  [productIds, variationIds, smaregiProductIds].some((ids) => ids !== undefined && ids.length > 0);
