import { z } from "zod";
import { idSpelling } from "../smaregi/spelling.ts";
import { normal } from "../kit/text/rules.ts";

/** What a notification says about one product's stock. `storeId` is null if it names no store. */
type NotifiedEntry = { productId: string; storeId: string | null };

/** A notification from Smaregi. `odd` counts entries that could not be read: some stock changed, but we do not know whose. */
export type ReadNotification = {
  contractId: string;
  event: string;
  action: string;
  entries: NotifiedEntry[];
  odd: number;
};

/** A text as we store it: what people read as the same is the same (P10), and PostgreSQL takes no NUL and no lone surrogate. */
const word = z
  .union([z.string(), z.number().int().nonnegative().safe()])
  .transform((value) => normal(String(value), "NFKC").trim())
  .refine((value) => value !== "" && value.length <= 200 && value.isWellFormed() && !value.includes("\0"));
/** A Smaregi ID in the spelling that products and settings have it in. */
const id = word.transform(idSpelling);
const maybe = word.optional().catch(undefined);

const envelope = z.looseObject({
  contractId: maybe,
  event: maybe,
  action: maybe,
  ids: z.unknown().optional(),
});
/** Smaregi's own example names a store "0", which does not exist. */
const entry = z.looseObject({ productId: id, storeId: id.nullish().catch(null) });

/**
 * Reads as much of a notification as possible (P5): Smaregi sends it only once, so one unreadable entry must not spoil the others.
 * Null if it is no event of Smaregi's. `headers` repeat what Smaregi also names beside the body.
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

/** A single entry counts as a list of one. No list at all counts as one unreadable entry. */
const listOf = (ids: unknown): unknown[] => (Array.isArray(ids) ? ids : [ids]);
