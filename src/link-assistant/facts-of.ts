import { groupBy } from "../kit/group-by.ts";
import type { Db } from "../kit/database.ts";
import { effectiveTax, grossPrice, knownTaxes, notSellable } from "../smaregi-catalog/rules.ts";
import { allMirrored, mirrored, type MirroredRow } from "../smaregi-catalog/mirror/store.ts";
import { readCatalogRow } from "../smaregi-catalog/store.ts";
import type { Ours, Theirs } from "./judge/rules.ts";
import type { VariationFacts } from "./store.ts";

const filled = (code: string | null): string[] => (code === null || code.trim() === "" ? [] : [code]);

/** A variation in the form for matching: the product's code counts as its own if there is no other variation. */
export function asOurs(row: VariationFacts): Ours {
  const { variationId, productName, variationName, jan, taxRate, price, stockManaged, smaregiProductId } =
    row;
  const codes = [...filled(row.variationCode), ...(row.isOnly ? filled(row.productCode) : [])];
  const parentCode = row.productCode;
  return {
    variationId,
    productName,
    variationName,
    codes: [...new Set(codes)],
    parentCode,
    jan,
    taxRate,
    price,
    stockManaged,
    smaregiProductId,
  };
}

/** Products of the mirror in the form for matching: all existing ones, or some by their ID. */
export async function theirFacts(
  db: Db,
  at: { merchantId: string; storeId: string; ours: VariationFacts[] },
  ids?: string[],
): Promise<Theirs[]> {
  const { merchantId, storeId, ours } = at;
  const catalog = await readCatalogRow(db, merchantId);
  const taxes = knownTaxes(catalog);
  const linked = groupBy(ours, (each) => each.smaregiProductId ?? "");
  const rows = ids === undefined ? await allMirrored(db, merchantId) : await mirrored(db, merchantId, ids);
  return rows
    .filter((row) => row.goneAt === null)
    .map((row): Theirs => {
      const taxRate = effectiveTax(row, taxes);
      return {
        id: row.smaregiProductId,
        name: row.name,
        code: row.productCode,
        groupCode: row.groupCode,
        makerNo: row.supplierProductNo,
        size: row.size,
        color: row.color,
        taxRate,
        price: grossPrice(row, taxRate),
        stockManaged: row.stockManaged,
        notSellable: notSellable(row, storeId),
        takesOtherStock: row.takesOtherStock,
        hidden: row.hidden,
        stock: stockOf(row, storeId),
        linked: linked.get(row.smaregiProductId)?.length ?? 0,
      };
    });
}

const stockOf = ({ stockStoreId, stockAmount }: MirroredRow, storeId: string): number | null =>
  stockStoreId === storeId ? stockAmount : null;
