import { notify } from "./notify.ts";
import { switchesOf, type State } from "./state.ts";

type Single = "created" | "edited" | "deleted";

/** Sends `pos:products`: one product by its action, several as a bulk. The switch `bulkIds` may shorten or drop the bulk's IDs. */
export function notifyProducts(state: State, contractId: string, action: Single, productIds: string[]): void {
  if (productIds.length === 0) return;
  if (productIds.length === 1) return notify(state, contractId, "pos:products", action, { productIds });
  const { bulkIds } = switchesOf(state, contractId);
  const named = bulkIds === "all" ? productIds : productIds.slice(0, bulkIds === "none" ? 0 : 100);
  const bulk = action === "deleted" ? "bulk-deleted" : "bulk-update";
  notify(state, contractId, "pos:products", bulk, { productIds: named });
}
