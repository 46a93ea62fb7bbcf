import type { Fact } from "../facts/fact.ts";
import type { Context } from "../context.ts";
import { endless, readListTwice } from "../smaregi/read-list.ts";
import type { Account, Failure, OddRow, SmaregiProduct } from "../smaregi/types.ts";

type Found = { products: Map<string, SmaregiProduct> } | { failure: Pick<Failure, "reason"> };
type Check = { name: "products" | "stockControl"; ok: boolean; fact: Fact };

/**
 * What Smaregi takes without a word and never syncs: linked products that it does not have (S5), and linked ones whose
 * stock control is off, for which no notification comes (S8). One call a thousand products, or one a product where few are linked.
 */
export async function checkProducts(ctx: Context, account: Account, linked: string[]): Promise<Check[]> {
  if (linked.length === 0) {
    return [{ name: "products", ok: true, fact: { kind: "nothingLinked", data: {} } }];
  }
  const found = await (linked.length <= 5 ? readSingly : readPages)(ctx, account, linked);
  if ("failure" in found) {
    const { reason } = found.failure;
    return [{ name: "products", ok: false, fact: { kind: "productsUnsure", data: { reason } } }];
  }
  const missing = linked.filter((id) => !found.products.has(id));
  const unmanaged = linked.filter((id) => found.products.get(id)?.stockManaged === false);
  return [
    missing.length === 0
      ? { name: "products", ok: true, fact: { kind: "productsFound", data: { count: linked.length } } }
      : {
          name: "products",
          ok: false,
          fact: { kind: "productsMissing", data: { productIds: missing } },
        },
    unmanaged.length === 0
      ? { name: "stockControl", ok: true, fact: { kind: "productsManaged", data: {} } }
      : {
          name: "stockControl",
          ok: false,
          fact: { kind: "productsUnmanaged", data: { productIds: unmanaged } },
        },
  ];
}

async function readSingly(ctx: Context, account: Account, linked: string[]): Promise<Found> {
  const products = new Map<string, SmaregiProduct>();
  for (const id of linked) {
    const answer = await ctx.smaregi.product(account, id);
    if (answer.kind === "found") products.set(id, answer.product);
    else if (answer.kind !== "missing") return { failure: answer };
  }
  return { products };
}

async function readPages(ctx: Context, account: Account, linked: string[]): Promise<Found> {
  const products = new Map<string, SmaregiProduct>();
  let odd: OddRow | undefined;
  const isMore = () => linked.some((id) => !products.has(id));
  const pages = readListTwice((at) => ctx.smaregi.productPage(account, at), { isMore });
  for await (const answer of pages) {
    if (answer.kind === "end") break;
    if (answer.kind === "givenUp") return { failure: endless };
    if (answer.kind !== "found") return { failure: answer };
    for (const product of answer.products) products.set(product.productId, product);
    odd ??= answer.odd[0];
  }
  // A row whose ID cannot be read may be that of a product which seems to be missing.
  return odd !== undefined && isMore() ? { failure: odd } : { products };
}
