import { z } from "zod";
import { idSpelling } from "../smaregi/spelling.ts";
import { normal } from "../kit/text/rules.ts";

/** What a notification says of one product's stock; `storeId` null where it does not say which store's. */
type NotifiedEntry = { productId: string; storeId: string | null };

/** A notification of Smaregi's; `odd` counts what could not be read of its entries: some stock changed, nobody knows whose. */
export type ReadNotification = {
  contractId: string;
  event: string;
  action: string;
  entries: NotifiedEntry[];
  odd: number;
};

/** A text as we store it: what people read as the same is the same (P10), and PostgreSQL takes no NUL and no half surrogate. */
const word = z
  .union([z.string(), z.number().int().nonnegative().safe()])
  .transform((value) => normal(String(value), "NFKC").trim())
  .refine((value) => value !== "" && value.length <= 200 && value.isWellFormed() && !value.includes("\0"));
/** An ID of Smaregi as products and settings have it. */
const id = word.transform(idSpelling);
const maybe = word.optional().catch(undefined);

const envelope = z.looseObject({
  contractId: maybe,
  event: maybe,
  action: maybe,
  ids: z.unknown().optional(),
});
/** Smaregi's own example names a store "0", which is none. */
const entry = z.looseObject({ productId: id, storeId: id.nullish().catch(null) });

/**
 * Reads a notification as far as it can be read (P5): Smaregi sends it once and never again, so an entry that cannot be read
 * spoils no other. Null where it is no event of Smaregi's. `headers`: what Smaregi names beside the body as well.
 */
export function readNotification(
  body: unknown,
  headers: { contractId?: string | undefined; event?: string | undefined },
): ReadNotification | null {
  const read = envelope.safeParse(body);
  if (!read.success) return null;
  const { ids, action = "" } = read.data;
  const contractId = read.data.contractId ?? maybe.parse(headers.contractId);
  const event = read.data.event ?? maybe.parse(headers.event);
  if (contractId === undefined || event === undefined) return null;
  const named = { contractId, event, action };
  if (event !== "pos:stock") return { ...named, entries: [], odd: 0 };
  const entries: NotifiedEntry[] = [];
  let odd = 0;
  for (const each of listOf(ids)) {
    const parsed = entry.safeParse(each);
    if (!parsed.success) odd += 1;
    else {
      const { productId, storeId } = parsed.data;
      entries.push({ productId, storeId: storeId === "0" ? null : (storeId ?? null) });
    }
  }
  return { ...named, entries, odd };
}

/** One entry alone counts as a list of it; no list at all as one entry that cannot be read. */
const listOf = (ids: unknown): unknown[] => (Array.isArray(ids) ? ids : [ids]);
