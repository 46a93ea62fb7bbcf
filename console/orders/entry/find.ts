import { queryOptions } from "@tanstack/react-query";
import type { List, Product, Variation } from "../../../src/http/api-types.ts";
import { ask, withQuery } from "../../../ui/api.ts";

export type Found = { product: Product; variation: Variation };
/** `isMore`: there are others that fit, or that were not looked at. */
export type AllFound = { items: Found[]; isMore: boolean };

/** As many as a person looks through. */
const most = 30;
/** So many pages of products are looked through for one whose variation is named. */
const pages = 10;
const plain = (text: string): string => text.normalize("NFKC").toLowerCase();

/** What a search finds, variation by variation. The words of a variation's own name may follow those of its product. */
export const foundOptions = (q: string) =>
  queryOptions({
    queryKey: ["products", "found", q],
    queryFn: ({ signal }) => find(q, signal),
    enabled: q !== "",
    // While a word grows, what was found so far stays in sight; another word begins anew.
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
  // A code that was read or typed in full means that one variation, not its siblings.
  const isMeant = ({ variation: { janCode, productCode, systemProductNumber, smaregiProductId } }: Found) =>
    [janCode, productCode, systemProductNumber, smaregiProductId].some(
      (code) => code !== null && plain(code) === plain(q),
    );
  const meant = found.filter(isMeant);
  return meant.length > 0 ? meant : found.filter(isNamed);
}

type Answered = { systemProductNumber: string; answers?: string[] | Record<string, string> | undefined };

/** The products of lines that answer questions: an order keeps the names of the questions, not their choices. */
export async function askedProducts(lines: Answered[], signal: AbortSignal): Promise<Product[]> {
  const asked = lines.filter(({ answers }) => Object.keys(answers ?? {}).length > 0);
  const numbers = [...new Set(asked.map(({ systemProductNumber }) => systemProductNumber))];
  const found = await Promise.all(
    numbers.map((q) => ask<List<Product>>("GET", withQuery("/api/v1/products", { q, limit: 1 }), { signal })),
  );
  return found.flatMap(({ items }) => items);
}
