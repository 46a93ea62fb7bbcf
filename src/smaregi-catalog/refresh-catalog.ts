import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { wake } from "../tasks.ts";
import { placeOfReads } from "./place-of-reads.ts";
import { askForCatalog, openCatalog } from "./store.ts";

/**
 * Requests a full read of the mirror for a person, even if the switch is off; `acceptsGone`: products missing from the
 * last list are gone. Throws as `placeOfReads` does.
 */
export async function refreshCatalog(
  ctx: Context,
  input: { merchantId: string; acceptsGone: boolean },
): Promise<void> {
  const { merchantId, acceptsGone } = input;
  await transact(ctx.db, async (tx) => {
    const { contractId } = await placeOfReads(tx, merchantId);
    await openCatalog(tx, merchantId, contractId);
    await askForCatalog(tx, merchantId, { what: "full", byPerson: true, acceptsGone });
    await wake(tx, "readCatalog", [merchantId]);
  });
}
