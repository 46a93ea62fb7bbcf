import { unreadable } from "./lists.ts";
import type { Failure, OddRow } from "./types.ts";

/**
 * One page of a list: `size` counts every row that Smaregi sent, also those that cannot be read. `lost`: why a part of it is
 * missing (`inParts`), so that what is in no page may still be there.
 */
export type ListPage = { kind: "found"; size: number; lost?: Failure };

/** What reading a list brings: its pages, and then how it ended. Only after `end` was all of it seen. */
export type Listed<Page extends ListPage> = Page | { kind: "end" } | { kind: "givenUp" } | Failure;

/** A page of the list that is read, with so many rows a page. */
export type AskPage<Page extends ListPage> = (at: { page: number; limit: number }) => Promise<Page | Failure>;

/**
 * Where nobody counts what a list may cost, it is given up here: an answer that never ends is none. In rows, since a page of
 * transactions with their lines holds a tenth of others: a store has more than 200,000 in a month.
 */
const mostRows = 2_000_000;

/** What is said where a list was given up. */
export const endless = unreadable({ kind: "endlessList", data: {} });

/**
 * Reads a list page by page until it ends. Smaregi may send fewer rows a page than asked for, also in the middle (rows that it
 * leaves out once the page is cut), so that a short page is no end: only an empty one is. Given up after `maxPages`: then
 * nothing is known of the rest.
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

/** How many rows a page a list is read with, and read once more: borders that meet at every 999,000th row, and both in parts. */
export const twice = [1_000, 999] as const;

/**
 * Reads a list, and where something wanted was not in it (`isMore`), once again with its borders between other rows: a row
 * that is deleted while pages are read moves the one at the border out of sight, and an empty answer may be a slip.
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
    // Nothing is told by what is not in a list that has a part missing, however often it is read.
    if (!isWhole) break;
  }
  yield { kind: "end" };
}

/**
 * A list read to its end in one go; one that has none is unclear, as a failure of any of its pages is. A page that brings
 * nothing new ends it, too: whoever minds no page numbers sends the whole list each time.
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
