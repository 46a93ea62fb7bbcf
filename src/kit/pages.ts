import { invalid } from "./errors.ts";
import { isId } from "./ids.ts";

/** One page of a list: its items, and the cursor of the next page (null: no more). */
export type Page<Item> = { items: Item[]; nextCursor: string | null };

/**
 * The largest position in a list that is ordered by such a column; for bigint, the largest safe integer of
 * JavaScript.
 */
const lastPlace = { int: 2 ** 31 - 1, bigint: Number.MAX_SAFE_INTEGER };

/**
 * Reads a cursor made by `pageOf`: the number of the last item seen, or null for the first page. `column`: the type of the column
 * that orders the list; a number that does not fit it is not one of our cursors.
 */
export function readCursor(cursor: string | undefined, column: keyof typeof lastPlace): number | null {
  if (cursor === undefined) return null;
  const after = textOf(cursor);
  if (!/^\d{1,16}$/.test(after) || Number(after) > lastPlace[column]) throw invalid("cursor", notOurs);
  return Number(after);
}

/** Reads a cursor of a list ordered by days: the last day seen, or null for the first page. */
export function readDayCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  // Only real days: JavaScript reads 2026-02-30 as a day of March, and PostgreSQL has no year 0.
  const day = /^(?!0000)\d{4}-\d\d-\d\d$/.test(cursor) ? new Date(cursor) : new Date(Number.NaN);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(cursor)) throw invalid("cursor", notOurs);
  return cursor;
}

const notOurs = { ja: "cursorの値が正しくありません。", en: "This is not a cursor of ours." };

/** Reads a cursor of a list that is ordered by two numbers: those of the last item seen; null for the first page. */
export function readPairCursor(cursor: string | undefined): [string, string] | null {
  if (cursor === undefined) return null;
  const [, first, second] = /^(\d{1,16})\.(\d{1,16})$/.exec(textOf(cursor)) ?? [];
  if (first === undefined || second === undefined) throw invalid("cursor", notOurs);
  return [first, second];
}

const textOf = (cursor: string): string => Buffer.from(cursor, "base64url").toString("utf8");

/** Makes a page of rows that were read with `limit + 1`: the extra row shows that there are more. */
export function pageOf<Row>(rows: Row[], limit: number, position: (row: Row) => number | string): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? Buffer.from(String(position(last))).toString("base64url") : null };
}

/** Reads a cursor of a list ordered by IDs, newest first: the last ID seen, or null for the first page. */
export function readIdCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  if (!isId(cursor)) throw invalid("cursor", notOurs);
  return cursor;
}

/** Makes a page of rows ordered by their IDs, read with `limit + 1`. */
export function pageOfIds<Row extends { id: string }>(rows: Row[], limit: number): Page<Row> {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** How many of the newest rows are checked one by one before the index is used. */
const windowSize = 2_000;

/**
 * A page of a search. If many rows match, the newest rows fill the page; if few match, the index (`among` null) has little to
 * sort. Each way alone is slow where the other one is fast.
 */
export async function newestFirst<Row>(
  limit: number,
  search: (among: number | null) => Promise<Row[]>,
): Promise<Row[]> {
  const newest = await search(windowSize);
  return newest.length === limit ? newest : await search(null);
}
