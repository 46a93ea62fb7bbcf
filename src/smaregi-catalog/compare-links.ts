import type { Db } from "../kit/database.ts";
import { mirrored } from "./mirror/store.ts";
import { compareLink, knownTaxes, type Disagreement, type Rate } from "./rules.ts";
import { readCatalogRow } from "./store.ts";

/**
 * Compares links with the mirror (P7); returns each with the disagreements of its two sides. A link whose product is
 * not in the mirror is left out.
 */
export async function compareLinks<Ours extends { smaregiProductId: string; taxRate: Rate; price: number }>(
  db: Db,
  { merchantId, storeId }: { merchantId: string; storeId: string },
  links: Ours[],
): Promise<{ link: Ours; found: Disagreement[] }[]> {
  const catalog = await readCatalogRow(db, merchantId);
  if (catalog === null) return [];
  const taxes = knownTaxes(catalog);
  const ids = [...new Set(links.map(({ smaregiProductId }) => smaregiProductId))];
  const rows = new Map((await mirrored(db, merchantId, ids)).map((row) => [row.smaregiProductId, row]));
  return links.flatMap((link) => {
    const theirs = rows.get(link.smaregiProductId);
    if (theirs === undefined || theirs.goneAt !== null) return [];
    return [{ link, found: compareLink(link, theirs, { storeId, taxes }) }];
  });
}
