import { z } from "zod";
import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { idSpelling } from "../smaregi/spelling.ts";
import { askForProducts } from "./store.ts";

/** What a notification says about the product master. */
export type ProductNews = { contractId: string; productIds: string[]; also: "changes" | "full" | null };

/** Notifications of a few seconds are read together. */
const waitMs = 5_000;
/** If a bulk notification names more, the window of changes or the full list is read instead. */
const mostIds = 1_000;

const word = z.union([z.string(), z.number().int().nonnegative().safe()]).transform(String);
const productId = word.transform(idSpelling).refine((value) => /^\d{1,15}$/.test(value));
const envelope = z.looseObject({ action: z.string().catch(""), productIds: z.unknown().optional() });

/**
 * Reads `pos:products` and `pos:categories` as far as they are readable (P5); null: another event. A bulk notification
 * may name all of its products, some or none: then the recent changes are read, or everything if products were deleted,
 * because a window never shows deletions. The tax of a 部門 applies to its products.
 */
export function readProductNews(
  body: unknown,
  { contractId, event }: { contractId: string; event: string },
): ProductNews | null {
  if (event === "pos:categories") return { contractId, productIds: [], also: "changes" };
  if (event !== "pos:products") return null;
  const { action, productIds: given } = envelope.catch({ action: "", productIds: [] }).parse(body);
  const entries: unknown[] = Array.isArray(given) ? given : [given];
  const read = entries.map((each) => productId.safeParse(each));
  const ids = [...new Set(read.flatMap((each) => (each.success ? [each.data] : [])))];
  const isNamed = ids.length > 0 && ids.length <= mostIds && read.every((each) => each.success);
  const isWhole = isNamed && !action.startsWith("bulk");
  const unnamed = action.includes("deleted") ? "full" : "changes";
  // For a bulk it is not known if it named all.
  return { contractId, productIds: isNamed ? ids : [], also: isWhole ? null : unnamed };
}

/**
 * Queues a read of what a notification names, soon, if the merchant has a mirror. The notification's own content about
 * the product is not trusted.
 */
export async function hearProducts(ctx: Context, news: ProductNews): Promise<void> {
  const { contractId, productIds, also } = news;
  await transact(ctx.db, (tx) => askForProducts(tx, contractId, { productIds, also, waitMs }));
}
