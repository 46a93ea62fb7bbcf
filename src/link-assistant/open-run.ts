import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { newId } from "../kit/ids.ts";
import { placeOfReads } from "../smaregi-catalog/place-of-reads.ts";
import { wake } from "../tasks.ts";
import { ruleVersion } from "./rules.ts";
import { insertRun } from "./store.ts";

/**
 * B7: requests a run of the link assistant over all variations that are not linked, or over the named ones. It changes
 * nothing else. Returns its ID. Throws as `placeOfReads` does.
 */
export async function openRun(
  ctx: Context,
  input: { merchantId: string; actor: string; scope: "unlinked" | string[] },
): Promise<string> {
  const { merchantId, actor, scope } = input;
  const id = newId();
  await transact(ctx.db, async (tx) => {
    const { contractId, storeId } = await placeOfReads(tx, merchantId);
    const variationIds = scope === "unlinked" ? null : [...new Set(scope)];
    await insertRun(tx, { merchantId, id, actor, variationIds, contractId, storeId, ruleVersion });
    await wake(tx, "matchLinks", [merchantId]);
  });
  return id;
}
