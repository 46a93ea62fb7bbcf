import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import type { Failure } from "../smaregi/types.ts";
import { mirrorGone, type Mirroring } from "./read-pages.ts";
import { openCatalog, putTaxes } from "./store.ts";

/**
 * Reads 部門 and 軽減税率 with two calls. Each can fail separately (P5): what could not be read stays as it was. Returns the
 * first failure; null if both were read.
 */
export async function readTaxes(ctx: Context, { merchantId, account }: Mirroring): Promise<Failure | null> {
  const categories = await ctx.smaregi.categories(account);
  const rates = await ctx.smaregi.reduceTaxRates(account);
  const mirror = await transact(ctx.db, (tx) => openCatalog(tx, merchantId, account.contractId));
  if (mirror === null) return mirrorGone;
  await putTaxes(ctx.db, mirror, {
    ...(categories.kind === "found" && {
      categories: categories.categories.map(({ categoryId, taxDivision, reduceTaxId }) => {
        return { categoryId, taxDivision, reduceTaxId };
      }),
    }),
    ...(rates.kind === "found" && {
      taxRates: rates.rates.map(({ reduceTaxId, rate, byCondition }) => ({ reduceTaxId, rate, byCondition })),
    }),
  });
  if (categories.kind !== "found") return categories;
  return rates.kind === "found" ? null : rates;
}
