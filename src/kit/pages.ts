import { invalid } from "./errors.ts";
import { isId } from "./ids.ts";

/** What a list answers: its items, and the cursor of the next page (null: no more). */
export type Page<Item> = { items: Item[]; nextCursor: string | null };

/** The last place that a list by such a column can have; of long ones as far as JavaScript counts whole. */
const lastPlace = { int: 2 ** 31 - 1, bigint: Number.MAX_SAFE_INTEGER };

/**
 * Reads a cursor made by `pageOf`: the number of the last item seen, or null for the first page. `column`: what the list goes by; a
 * number that it can't hold is no cursor of ours.
 */
export function readCursor(cursor: string | undefined, column: keyof typeof lastPlace): number | null {
  if (cursor === undefined) return null;
  const after = Buffer.from(cursor, "base64url").toString("utf8");
  if (!/^\d{1,16}$/.test(after) || Number(after) > lastPlace[column]) throw invalid("cursor", notOurs);
  return Number(after);
}

/** Reads a cursor of a list that goes by days: the last day seen, or null for the first page. */
export function readDayCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  // The calendar's own days: JavaScript takes 2026-02-30 for one of March, and PostgreSQL knows no year 0.
  const day = /^(?!0000)\d{4}-\d\d-\d\d$/.test(cursor) ? new Date(cursor) : new Date(Number.NaN);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(cursor)) throw invalid("cursor", notOurs);
  return cursor;
}

const notOurs = { ja: "cursorの値が正しくありません。", en: "This is not a cursor of ours." };

/** Makes a page of rows that were read with `limit + 1`: the one too many says that there are more. */
export function pageOf<Row>(rows: Row[], limit: number, position: (row: Row) => number): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? Buffer.from(String(position(last))).toString("base64url") : null };
}

/** Reads a cursor of a list that goes by IDs, newest first: the last ID seen, or null for the first page. */
export function readIdCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  if (!isId(cursor)) throw invalid("cursor", notOurs);
  return cursor;
}

/** Makes a page of rows in the order of their IDs, read with `limit + 1`. */
export function pageOfIds<Row extends { id: string }>(rows: Row[], limit: number): Page<Row> {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** How many of the newest rows are looked at one by one before the index is asked. */
const windowSize = 2_000;

/**
 * A page of a search: where much fits, it is full after a look at the newest rows; where little fits, the index (`among` null)
 * has little to sort. Each way alone is slow where the other one is quick.
 */
export async function newestFirst<Row>(
  limit: number,
  search: (among: number | null) => Promise<Row[]>,
): Promise<Row[]> {
  const newest = await search(windowSize);
  return newest.length === limit ? newest : await search(null);
}
