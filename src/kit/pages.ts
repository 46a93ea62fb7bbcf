import { invalid } from "./errors.ts";

/** What a list answers: its items, and the cursor of the next page (null: no more). */
export type Page<Item> = { items: Item[]; nextCursor: string | null };

/** Reads a cursor made by `pageOf`: the number of the last item seen, or null for the first page. */
export function readCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  const after = Buffer.from(cursor, "base64url").toString("utf8");
  if (!/^\d{1,15}$/.test(after)) {
    throw invalid("cursor", { ja: "cursorの値が正しくありません。", en: "This is not a cursor of ours." });
  }
  return Number(after);
}

/** Makes a page of rows that were read with `limit + 1`: the one too many says that there are more. */
export function pageOf<Row>(rows: Row[], limit: number, position: (row: Row) => number): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? Buffer.from(String(position(last))).toString("base64url") : null };
}
