import { planNewProduct } from "../../catalog/plan-product.ts";
import { askSmaregi, codeTaken, isTakenCode, syncedLinks } from "../../catalog/save-product.ts";
import { writeProducts } from "../../catalog/write-products.ts";
import type { Context } from "../../context.ts";
import { nextProductNumbers } from "../../kit/counters.ts";
import { transact, type Tx } from "../../kit/database.ts";
import { AppError } from "../../kit/errors.ts";
import { folded } from "../../kit/text/rules.ts";
import { mirrored } from "../../smaregi-catalog/mirror/store.ts";
import { placeOfReads } from "../../smaregi-catalog/place-of-reads.ts";
import { effectiveTax, grossPrice, knownTaxes } from "../../smaregi-catalog/rules.ts";
import { readCatalogRow } from "../../smaregi-catalog/store.ts";
import { theseVariations } from "../store.ts";
import { planTake, type NewProduct, type Taken, type TakeSkip } from "./rules.ts";
import { lockTaking, takenCodes } from "./store.ts";

export const takeSkips = [
  "linkedAlready",
  "taxUnknown",
  "notTaxed",
  "noPrice",
  "noName",
  "ticket",
  "productGone",
] as const;
type Skipped = { smaregiProductId: string; reason: TakeSkip | "productGone" };

/**
 * B7, the other direction: chosen Smaregi products become products here, unpublished, one per group with variations by
 * size and colour. They are linked from the start and then synced as after any save (S1). All in one transaction, with
 * the mirror's data. A product code that another product has is left blank.
 */
export async function takeProducts(
  ctx: Context,
  input: { merchantId: string; actor: string; smaregiProductIds: string[] },
): Promise<{ productIds: string[]; variations: number; skipped: Skipped[] }> {
  const { merchantId, actor } = input;
  const ids = [...new Set(input.smaregiProductIds)];
  try {
    return await transact(ctx.db, async (tx) => {
      await placeOfReads(tx, merchantId);
      await lockTaking(tx, merchantId);
      const found = await loadTaken(tx, merchantId, ids);
      const known = new Set(found.map((each) => each.smaregiProductId));
      const gone = ids
        .filter((id) => !known.has(id))
        .map((smaregiProductId): Skipped => {
          return { smaregiProductId, reason: "productGone" };
        });
      const plan = planTake(found);
      const products = await withFreeCodes(tx, merchantId, plan.products);
      const serial =
        products.length === 0 ? 0 : await nextProductNumbers(ctx.db, merchantId, products.length);
      const writes = products.map((product, nth) =>
        planNewProduct({ ...product, published: false }, serial + nth),
      );
      await writeProducts(tx, { merchantId, actor }, writes);
      const steps = writes.flatMap((write) => write.steps);
      await askSmaregi(tx, merchantId, syncedLinks(steps), "bulkSaved");
      return {
        productIds: writes.map(({ id }) => id),
        variations: steps.length,
        skipped: [...plan.skipped, ...gone],
      };
    });
  } catch (error) {
    if (!isTakenCode(error)) throw error;
    throw new AppError("product_code_taken", codeTaken);
  }
}

async function loadTaken(tx: Tx, merchantId: string, ids: string[]): Promise<Taken[]> {
  const catalog = await readCatalogRow(tx, merchantId);
  const taxes = knownTaxes(catalog);
  const linked = await theseVariations(tx, merchantId, { variationIds: [], smaregiProductIds: ids });
  const isLinked = new Set(linked.map((row) => row.smaregiProductId));
  const rows = await mirrored(tx, merchantId, ids);
  return rows
    .filter((row) => row.goneAt === null)
    .map((row): Taken => {
      const { smaregiProductId, name, productCode: code, groupCode, size, color, stockManaged } = row;
      const taxRate = effectiveTax(row, taxes);
      const own = { smaregiProductId, name, code, groupCode, size, color, stockManaged, taxRate };
      const price = grossPrice(row, taxRate);
      return { ...own, price, isTicket: row.division !== "0", isLinked: isLinked.has(smaregiProductId) };
    });
}

/** Leaves codes blank that already exist, or that come twice. */
async function withFreeCodes(tx: Tx, merchantId: string, products: NewProduct[]): Promise<NewProduct[]> {
  const codes = products.flatMap(({ productCode }) =>
    productCode === null || productCode === "" ? [] : [productCode],
  );
  const taken = await takenCodes(tx, merchantId, codes);
  const used = new Set<string>();
  return products.map((product) => {
    const { productCode } = product;
    const isFree =
      productCode !== null && productCode !== "" && !taken.has(productCode) && !used.has(folded(productCode));
    if (isFree) used.add(folded(productCode));
    return { ...product, productCode: isFree ? productCode : null };
  });
}
