import { inOrder, planChange, type ProductState, type ProductWrite } from "../catalog/plan-product.ts";
import type { VariationInput } from "../catalog/rules.ts";
import { askSmaregi, syncedLinks } from "../catalog/save-product.ts";
import { lockProducts, lockVariations, productsOfVariations } from "../catalog/store.ts";
import { writeProducts } from "../catalog/write-products.ts";
import type { Tx } from "../kit/database.ts";
import { groupBy } from "../kit/group-by.ts";

type Row = ProductState["rows"][number];

/** Locks these variations and all other variations of their products, as a save does. */
export async function lockForLinks(
  tx: Tx,
  merchantId: string,
  variationIds: string[],
): Promise<ProductState[]> {
  const productIds = await productsOfVariations(tx, merchantId, variationIds);
  const products = await lockProducts(tx, merchantId, productIds);
  const rows = groupBy(await lockVariations(tx, merchantId, productIds), (row) => row.productId);
  return products.map((product) => ({ product, rows: rows.get(product.id) ?? [] }));
}

/**
 * Writes the links of some variations as a save does (U3, U6), and queues stock reads for the synced ones (S1).
 * `given`: the new values of a variation; null: it stays. Returns the steps of those that were given.
 */
export async function writeLinks(
  tx: Tx,
  { merchantId, actor }: { merchantId: string; actor: string },
  states: ProductState[],
  given: (row: Row) => VariationInput | null,
): Promise<ProductWrite["steps"]> {
  const changed = new Set<string>();
  const writes = states.flatMap((state): ProductWrite[] => {
    const variations = inOrder(state.rows).map((row): VariationInput => {
      const own = given(row);
      if (own !== null) changed.add(row.id);
      return { id: row.id, ...own };
    });
    return state.rows.some(({ id }) => changed.has(id)) ? [planChange(state, { variations })] : [];
  });
  await writeProducts(tx, { merchantId, actor }, writes);
  const steps = writes.flatMap((write) => write.steps).filter(({ id }) => changed.has(id));
  await askSmaregi(tx, merchantId, syncedLinks(steps), "bulkSaved");
  return steps;
}
