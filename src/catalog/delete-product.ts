import type { Context } from "../context.ts";
import { notFound } from "../kit/errors.ts";
import { addEvent, deleteVariations, lockProduct, lockVariations, updateProduct } from "./store.ts";

/** 商品削除: the product is sold and synced no more; its orders and history stay readable. */
export async function deleteProduct(
  ctx: Context,
  input: { merchantId: string; actor: string; id: string },
): Promise<void> {
  const { merchantId, id } = input;
  await ctx.db.transaction().execute(async (tx) => {
    if ((await lockProduct(tx, merchantId, id)) === null) throw notFound({ ja: "商品", en: "product" });
    const rows = await lockVariations(tx, merchantId, id);
    await deleteVariations(
      tx,
      merchantId,
      rows.map((row) => row.id),
    );
    await updateProduct(tx, merchantId, id, { deletedAt: ctx.clock() });
    await addEvent(tx, merchantId, id, "productDeleted", input.actor);
  });
}
