import { transact } from "../kit/database.ts";
import type { Context } from "../context.ts";
import { planQuickEdit, type QuickEdit } from "./plan-quick-edit.ts";
import { lockProducts, lockVariations, productsOfVariations } from "./store.ts";
import { writeProducts, type Writer } from "./write-products.ts";

/** かんたん商品一括変更 (U5): all rows or none. Throws as `planQuickEdit` does. It never asks Smaregi for anything. */
export async function quickEdit(ctx: Context, input: Writer & { items: QuickEdit[] }): Promise<void> {
  const { merchantId, items } = input;
  await transact(ctx.db, async (tx) => {
    const ids = items.map((item) => item.variationId);
    const productIds = await productsOfVariations(tx, merchantId, ids);
    const products = await lockProducts(tx, merchantId, productIds);
    const rows = await lockVariations(tx, merchantId, productIds);
    const states = products.map((product) => ({
      product,
      rows: rows.filter((row) => row.productId === product.id),
    }));
    await writeProducts(tx, input, planQuickEdit(states, items));
  });
}
