import { expect, it } from "vitest";
import { readList, readListTwice, type ListPage } from "./read-list.ts";
import type { Failure } from "./types.ts";

type Page = ListPage & { rows: number[] };

/** A list of that many rows, at most `most` per page; and the pages that were requested, as `limit/page`. */
function listOf(count: number, most = 1_000) {
  const asked: string[] = [];
  const ask = async ({ page, limit }: { page: number; limit: number }): Promise<Page> => {
    asked.push(`${limit}/${page}`);
    const size = Math.min(limit, most);
    const first = (page - 1) * size;
    const length = Math.max(0, Math.min(size, count - first));
    const rows = Array.from({ length }, (_, index) => first + index);
    return { kind: "found", size: rows.length, rows };
  };
  return { ask, asked };
}

async function endOf(pages: ReturnType<typeof readList<Page>>) {
  const rows: number[] = [];
  let last = "";
  for await (const listed of pages) {
    last = listed.kind;
    if (listed.kind === "found") rows.push(...listed.rows);
  }
  return { rows: rows.length, last };
}

it.each([
  ["an empty list", 0, 1_000, 1],
  ["a page that is not full is followed by an empty one", 7, 1_000, 2],
  ["a lowered limit is no end", 250, 100, 4],
  ["a lowered limit that fits", 200, 100, 3],
  ["a page shorter than one before it is no end either", 1_500, 1_000, 3],
])("P3: a list is read until it ends: %s", async (_, count, most, calls) => {
  const list = listOf(count, most);
  expect(await endOf(readList(list.ask))).toEqual({ rows: count, last: "end" });
  expect(list.asked).toHaveLength(calls);
});

it("P3: a list that does not end within its bound is given up, which is no end", async () => {
  expect(await endOf(readList(listOf(5_000).ask, { maxPages: 2 }))).toEqual({ rows: 2_000, last: "givenUp" });
});

it("P7: a store's month of more than 200,000 transactions, a hundred a page, is read to its end", async () => {
  const list = listOf(250_000, 100);
  expect(await endOf(readList(list.ask, { limit: 100 }))).toEqual({ rows: 250_000, last: "end" });
});

it("a failure ends it, and says nothing of the rest", async () => {
  const failure: Failure = {
    kind: "refused",
    step: "call",
    status: 403,
    reason: { kind: "smaregiSaid", data: { said: "scope" } },
  };
  expect(await endOf(readList<Page>(async () => failure))).toEqual({ rows: 0, last: "refused" });
});

it("P3: what was wanted and not seen is looked for once more, with the borders elsewhere", async () => {
  const list = listOf(1_200);
  expect((await endOf(readListTwice(list.ask, { isMore: () => true }))).last).toBe("end");
  expect(list.asked).toEqual(["1000/1", "1000/2", "1000/3", "999/1", "999/2", "999/3"]);
  const seen = listOf(1_200);
  await endOf(readListTwice(seen.ask, { isMore: () => false }));
  expect(seen.asked).toEqual(["1000/1"]);
});
