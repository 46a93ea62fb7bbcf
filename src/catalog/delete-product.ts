import type { By } from "../audit/rules.ts";
import { addAudit } from "../audit/store.ts";
import type { Context } from "../context.ts";
import { transact, type Tx } from "../kit/database.ts";
import { notFound } from "../kit/errors.ts";
import { dropSearch } from "./search/store.ts";
import { addEvents, deleteProducts, deleteVariations, lockProducts, lockVariations } from "./store.ts";
import type { Writer } from "./write-products.ts";

/** 商品削除: the product is no longer sold or synced; its orders and history stay readable. */
export async function deleteProduct(ctx: Context, input: Writer & { id: string; by?: By }): Promise<void> {
  const { merchantId, id, actor, by = { actor, address: null } } = input;
  await transact(ctx.db, async (tx) => {
    const [product] = await lockProducts(tx, merchantId, [id]);
    if (product === undefined) throw notFound({ ja: "商品", en: "product" });
    const rows = await lockVariations(tx, merchantId, [id]);
    const variationIds = rows.map((row) => row.id);
    await removeProducts(tx, input, [{ id, variationIds }]);
    await addAudit(tx, merchantId, { event: "productDeleted", by, subject: product.name });
  });
}

/** Deletes products in the caller's transaction; their rows must be locked. */
export async function removeProducts(
  tx: Tx,
  { merchantId, actor }: Writer,
  products: { id: string; variationIds: string[] }[],
): Promise<void> {
  if (products.length === 0) return;
  await deleteVariations(
    tx,
    merchantId,
    products.flatMap((product) => product.variationIds),
  );
  await deleteProducts(
    tx,
    merchantId,
    products.map((product) => product.id),
  );
  await dropSearch(
    tx,
    merchantId,
    products.map((product) => product.id),
  );
  const events = products.map(({ id }) => ({ productId: id, event: "productDeleted" as const }));
  await addEvents(tx, merchantId, actor, events);
}
