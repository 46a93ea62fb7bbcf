import { registerProduct } from "../../src/catalog/save-product.ts";
import { allowContract } from "../../src/connection/proof/vouch.ts";
import type { Context } from "../../src/context.ts";

/** Registers a product with one variation, `given` as the API takes it. Answers the variation's ID. */
export async function addVariation(
  ctx: Context,
  merchantId: string,
  given: { stockManaged: boolean; quantity?: number; smaregiProductId?: string },
): Promise<string> {
  const product = { name: "品", price: 1000, taxRate: 10 as const, variations: [given] };
  const productId = await registerProduct(ctx, { merchantId, actor: "test", product });
  const { id } = await ctx.db
    .selectFrom("variations")
    .select("id")
    .where("productId", "=", productId)
    .executeTakeFirstOrThrow();
  return id;
}

/** Ties a merchant to a contract of its own, which the operator vouches for, in the standard mode. */
export async function addConnection(
  ctx: Context,
  merchantId: string,
  more: { enabled?: boolean; caughtUpAt?: Date | null; mode?: "standard" | "assured" } = {},
): Promise<void> {
  const place = { contractId: `sb_${merchantId}`, storeId: "1", terminalId: "2" };
  await allowContract(ctx, { merchantId, contractId: place.contractId });
  await ctx.db
    .insertInto("connections")
    .values({ merchantId, ...place, enabled: true, mode: "standard", ...more })
    .execute();
}
