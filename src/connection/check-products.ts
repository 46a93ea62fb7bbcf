import type { Fact } from "../facts/fact.ts";
import type { Context } from "../context.ts";
import { compareLinks } from "../smaregi-catalog/compare-links.ts";
import { readAllProducts, readSingleProducts } from "../smaregi-catalog/read-pages.ts";
import { readTaxes } from "../smaregi-catalog/read-taxes.ts";
import type { Account, Failure } from "../smaregi/types.ts";
import { linkedVariations } from "./store.ts";

type Name = "products" | "stockControl" | "taxRates" | "prices" | "sellable";
type Check = { name: Name; ok: boolean; fact: Fact };

/** Up to this number, one call per product costs less than the whole list. */
const mostSingles = 5;

/**
 * Finds links that Smaregi accepts silently but never syncs: products that it does not have (S5), and products with stock control
 * off, for which no notification comes (S8). Also finds disagreements of the two masters (P7): tax rates, prices, products that
 * cannot be sold. Another price is mentioned, but is no fault: shops may have their own. What is read for this is mirrored.
 */
export async function checkProducts(
  ctx: Context,
  account: Account,
  { merchantId, storeId }: { merchantId: string; storeId: string },
): Promise<Check[]> {
  const links = await linkedVariations(ctx.db, merchantId);
  const synced = new Set(links.flatMap((link) => (link.stockManaged ? [link.smaregiProductId] : [])));
  if (links.length === 0) {
    return [{ name: "products", ok: true, fact: { kind: "nothingLinked", data: {} } }];
  }
  const wanted = [...new Set(links.map(({ smaregiProductId }) => smaregiProductId))];
  await readTaxes(ctx, { merchantId, account });
  const read = await (wanted.length <= mostSingles
    ? readSingleProducts(ctx, { merchantId, account }, wanted)
    : readAllProducts(ctx, { merchantId, account }, { wanted }));
  if ("failure" in read) return [unsure(read.failure)];
  const missing = [...synced].filter((id) => !read.seen.has(id));
  // A row whose ID cannot be read may be that of a product which seems to be missing.
  if (missing.length > 0 && read.odd !== null) return [unsure(read.odd)];
  const compared = await compareLinks(ctx.db, { merchantId, storeId }, links);
  const unmanaged = compared
    .filter(({ link, found }) => link.stockManaged && found.some(({ kind }) => kind === "stockControl"))
    .map(({ link }) => link.smaregiProductId);
  return [
    missing.length === 0
      ? { name: "products", ok: true, fact: { kind: "productsFound", data: { count: synced.size } } }
      : { name: "products", ok: false, fact: { kind: "productsMissing", data: { productIds: missing } } },
    unmanaged.length === 0
      ? { name: "stockControl", ok: true, fact: { kind: "productsManaged", data: {} } }
      : {
          name: "stockControl",
          ok: false,
          fact: { kind: "productsUnmanaged", data: { productIds: [...new Set(unmanaged)] } },
        },
    ...disagreements(compared),
  ];
}

const unsure = ({ kind, reason }: { kind?: Failure["kind"]; reason: Fact }): Check => ({
  name: "products",
  ok: false,
  fact: { kind: kind === "unclear" ? "notReached" : "productsUnsure", data: { reason } },
});

function disagreements(compared: Awaited<ReturnType<typeof compareLinks>>): Check[] {
  const taxes: { productId: string; ours: number; theirs: number }[] = [];
  const prices: typeof taxes = [];
  const others: { productId: string; why: string[] }[] = [];
  for (const { link, found } of compared) {
    const productId = link.smaregiProductId;
    for (const each of found) {
      if (each.kind === "taxRate") taxes.push({ productId, ours: each.ours, theirs: each.theirs });
      if (each.kind === "price") prices.push({ productId, ours: each.ours, theirs: each.theirs });
      if (each.kind === "notSellable") others.push({ productId, why: each.why });
    }
  }
  return [
    taxes.length === 0
      ? { name: "taxRates", ok: true, fact: { kind: "taxRatesAgree", data: {} } }
      : { name: "taxRates", ok: false, fact: { kind: "taxRatesDiffer", data: { products: taxes } } },
    others.length === 0
      ? { name: "sellable", ok: true, fact: { kind: "productsSellable", data: {} } }
      : { name: "sellable", ok: false, fact: { kind: "productsNotSellable", data: { products: others } } },
    prices.length === 0
      ? { name: "prices", ok: true, fact: { kind: "pricesAgree", data: {} } }
      : { name: "prices", ok: true, fact: { kind: "pricesDiffer", data: { products: prices } } },
  ];
}
