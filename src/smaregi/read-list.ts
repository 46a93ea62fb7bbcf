import { unreadable } from "./lists.ts";
import type { Failure, OddRow } from "./types.ts";

/**
 * One page of a list: `size` counts every row that Smaregi sent, including unreadable ones. `lost`: why a part of it is
 * missing (`inParts`), so an object that is on no page may still exist.
 */
export type ListPage = { kind: "found"; size: number; lost?: Failure };

/** The steps of reading a list: its pages, and then how it ended. Only after `end` was the whole list seen. */
export type Listed<Page extends ListPage> = Page | { kind: "end" } | { kind: "givenUp" } | Failure;

/** Asks for one page of the list, with that many rows per page. */
export type AskPage<Page extends ListPage> = (at: { page: number; limit: number }) => Promise<Page | Failure>;

/**
 * The limit of a list for which the caller sets none: an answer that never ends is not a list. Counted in rows, because
 * a page of transactions with their lines holds a tenth of other pages: a store has more than 200,000 in a month.
 */
const mostRows = 2_000_000;

/** The result if a list was given up. */
export const endless = unreadable({ kind: "endlessList", data: {} });

/**
 * Reads a list page by page until it ends. Smaregi may send fewer rows per page than asked for, also in the middle (it
 * leaves rows out after cutting the page), so a short page is not the end: only an empty one is. Given up after
 * `maxPages`: then nothing is known about the rest.
 */
export async function* readList<Page extends ListPage>(
  ask: AskPage<Page>,
  {
    limit = 1_000,
    maxPages = Math.ceil(mostRows / limit),
  }: { limit?: number; maxPages?: number | undefined } = {},
): AsyncGenerator<Listed<Page>> {
  for (let page = 1; page <= maxPages; page += 1) {
    const answer = await ask({ page, limit });
    yield answer;
    if (answer.kind !== "found") return;
    if (answer.size === 0) return yield { kind: "end" };
  }
  yield { kind: "givenUp" };
}

/**
 * The rows per page for the first and the second reading of a list: the page borders meet only at every 999,000th row,
 * and both sizes can be split into parts.
 */
export const twice = [1_000, 999] as const;

/**
 * Reads a list, and if something wanted was missing (`isMore`), reads it again with other page borders: a row that is
 * deleted while pages are read moves the row at the border out of sight, and an empty answer may be a slip.
 */
export async function* readListTwice<Page extends ListPage>(
  ask: AskPage<Page>,
  { maxPages, isMore }: { maxPages?: number; isMore: () => boolean },
): AsyncGenerator<Listed<Page>> {
  let isWhole = true;
  for (const limit of twice) {
    for await (const listed of readList(ask, { limit, maxPages })) {
      if (listed.kind === "end") break;
      yield listed;
      if (listed.kind !== "found") return;
      if (!isMore()) return;
      isWhole &&= listed.lost === undefined;
    }
    // If a part of a list is missing, what is not in it proves nothing, however often it is read.
    if (!isWhole) break;
  }
  yield { kind: "end" };
}

/**
 * A list read to its end at once. A list without an end is unclear, and so is a failure of any page. A page that brings
 * nothing new also ends it: a server that ignores page numbers sends the whole list each time.
 */
export async function readWhole<Row>(
  ask: AskPage<{ kind: "found"; rows: Row[]; odd: OddRow[]; size: number }>,
): Promise<{ kind: "found"; rows: Row[]; odd: OddRow[] } | Failure> {
  const rows = new Map<string, Row>();
  const odd = new Map<string, OddRow>();
  for await (const listed of readList(ask, { maxPages: 100 })) {
    const before = rows.size + odd.size;
    if (listed.kind === "givenUp") return endless;
    if (listed.kind !== "found" && listed.kind !== "end") return listed;
    if (listed.kind === "found") {
      for (const row of listed.rows) rows.set(JSON.stringify(row), row);
      for (const row of listed.odd) odd.set(JSON.stringify(row), row);
    }
    if (listed.kind === "end" || rows.size + odd.size === before)
      return { kind: "found", rows: [...rows.values()], odd: [...odd.values()] };
  }
  return endless;
}
