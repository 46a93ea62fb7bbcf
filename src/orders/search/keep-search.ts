import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { invalid, notFound } from "../../kit/errors.ts";
import { newId } from "../../kit/ids.ts";
import { folded } from "../../kit/text/rules.ts";
import type { AskedSearch } from "./rules.ts";
import { deleteSearch, keepSearchRow, lockSearches, type SavedSearch } from "./saved/store.ts";

/** A limit, because each is counted whenever the list is opened. */
const mostKept = 10;

const tooMany = {
  ja: `保存できる検索条件は${mostKept}件までです。使わないものを削除してください。`,
  en: `Up to ${mostKept} searches can be kept. Delete one that is not used.`,
};

/** Stores a search of orders under a name, for everyone in the shop. Replaces one of the same name. Throws 422 beyond ten. */
export async function keepSearch(
  ctx: Pick<Context, "db">,
  input: { merchantId: string; name: string; search: AskedSearch },
): Promise<SavedSearch> {
  const { merchantId, name, search } = input;
  const nameKey = folded(name, { ignoreCase: true });
  return await transact(ctx.db, async (tx) => {
    const kept = await lockSearches(tx, merchantId);
    const same = kept.find((each) => each.nameKey === nameKey);
    if (same === undefined && kept.length >= mostKept) throw invalid("name", tooMany);
    const row = { merchantId, id: same?.id ?? newId(), name, nameKey, search: JSON.stringify(search) };
    await keepSearchRow(tx, row);
    return { id: row.id, name, search };
  });
}

/** Deletes a stored search; throws 404 if there is none. */
export async function forgetSearch(
  ctx: Pick<Context, "db">,
  { merchantId, id }: { merchantId: string; id: string },
): Promise<void> {
  if (!(await deleteSearch(ctx.db, merchantId, id))) throw notFound({ ja: "検索条件", en: "search" });
}
