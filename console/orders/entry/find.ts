import { queryOptions } from "@tanstack/react-query";
import type { List, Product, Variation } from "../../../src/http/api-types.ts";
import { ask, withQuery } from "../../../ui/api.ts";

export type Found = { product: Product; variation: Variation };
/** `isMore`: there are other matches, or products that were not searched. */
export type AllFound = { items: Found[]; isMore: boolean };

/** The most results that a person looks through. */
const most = 30;
/** The most pages of products that are searched for a named variation. */
const pages = 10;
const plain = (text: string): string => text.normalize("NFKC").toLowerCase();

/** The results of a search by variation. Words of the variation's name may follow those of the product. */
export const foundOptions = (q: string) =>
  queryOptions({
    queryKey: ["products", "found", q],
    queryFn: ({ signal }) => find(q, signal),
    enabled: q !== "",
    // While a word gets longer, the earlier results stay visible; a different word starts again.
    placeholderData: (found, earlier) => (q.startsWith(earlier?.queryKey[2] ?? q) ? found : undefined),
  });

async function find(q: string, signal: AbortSignal): Promise<AllFound> {
  const look = async (words: string, cursor?: string) => {
    const path = withQuery("/api/v1/products", { q: words, limit: 20, cursor });
    return await ask<List<Product>>("GET", path, { signal });
  };
  const shown = (items: Found[], cursor: string | null): AllFound => ({
    items: items.slice(0, most),
    isMore: items.length > most || cursor !== null,
  });
  const [first = "", ...rest] = q.split(/\s+/);
  const whole = await look(q);
  if (whole.items.length > 0 || rest.length === 0)
    return shown(variationsOf(whole.items, q, []), whole.nextCursor);
  let page = await look(first);
  const items = variationsOf(page.items, q, rest);
  for (let read = 1; read < pages && items.length <= most && page.nextCursor !== null; read += 1) {
    page = await look(first, page.nextCursor);
    items.push(...variationsOf(page.items, q, rest));
  }
  return shown(items, page.nextCursor);
}

function variationsOf(products: Product[], q: string, words: string[]): Found[] {
  const found = products.flatMap((product) =>
    product.variations.map((variation) => ({ product, variation })),
  );
  const isNamed = ({ variation }: Found) =>
    words.every((word) => plain(variation.name).includes(plain(word)));
  // A complete code, scanned or typed, means that variation only, not its siblings.
  const isMeant = ({ variation: { janCode, productCode, systemProductNumber, smaregiProductId } }: Found) =>
    [janCode, productCode, systemProductNumber, smaregiProductId].some(
      (code) => code !== null && plain(code) === plain(q),
    );
  const meant = found.filter(isMeant);
  return meant.length > 0 ? meant : found.filter(isNamed);
}

type Answered = { systemProductNumber: string; answers?: string[] | Record<string, string> | undefined };

/** Reads the products of lines with answers: an order stores the names of the questions, but not their choices. */
export async function askedProducts(lines: Answered[], signal: AbortSignal): Promise<Product[]> {
  const asked = lines.filter(({ answers }) => Object.keys(answers ?? {}).length > 0);
  const numbers = [...new Set(asked.map(({ systemProductNumber }) => systemProductNumber))];
  const found = await Promise.all(
    numbers.map((q) => ask<List<Product>>("GET", withQuery("/api/v1/products", { q, limit: 1 }), { signal })),
  );
  return found.flatMap(({ items }) => items);
}
