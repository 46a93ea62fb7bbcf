import { createKey } from "../../src/accounts/keys/api-keys.ts";
import { insertAccount } from "../../src/accounts/store.ts";
import { registerProduct } from "../../src/catalog/save-product.ts";
import { allowContract } from "../../src/connection/proof/vouch.ts";
import type { Context } from "../../src/context.ts";
import { newId } from "../../src/kit/ids.ts";
import { passwordHash } from "../../src/kit/password-hash.ts";
import { insertMerchant } from "../../src/merchants/store.ts";

let hash: Promise<string> | undefined;

/**
 * A merchant as `createMerchant` makes it, with an unknown owner's password: hashing a new one costs more than all the rest.
 */
export async function addMerchant({ db }: Pick<Context, "db">, name: string) {
  const owner = {
    name: "管理者",
    role: "owner" as const,
    passwordHash: await (hash ??= passwordHash(newId(), { cost: 10 })),
  };
  return await db.transaction().execute(async (tx) => {
    const id = newId();
    const { number } = await insertMerchant(tx, { id, name, standing: "contract" });
    const { apiKey } = await createKey({ db: tx }, { merchantId: id, name: "first" });
    const email = `owner-${id}@musubi.example`;
    await insertAccount(tx, { merchantId: id, id: newId(), email, ...owner });
    return { id, number, apiKey };
  });
}

/** Registers a product with one variation, `given` as the API takes it. Returns the variation's ID. */
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

/** Connects a merchant to its own contract, permitted by the operator, in standard mode. */
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
