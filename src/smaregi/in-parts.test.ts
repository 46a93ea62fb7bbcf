import { describe, expect, it } from "vitest";
import { inParts } from "./in-parts.ts";
import { readList, readListTwice, type Listed } from "./read-list.ts";
import type { Failure, StockRow } from "./types.ts";

const failure: Failure = {
  kind: "unclear",
  step: "call",
  cause: "serverError",
  status: 500,
  sent: true,
  reason: { kind: "smaregiSaid", data: { said: "HTTP 500" } },
};

/**
 * A store's stock of products 0 to `count`, with at most `most` rows per page; pages for which `fails` is true are not
 * answered.
 */
function stockOf(count: number, fails: (rows: number[], calls: number) => boolean | Failure, most = 1_000) {
  const asked: string[] = [];
  const ask = async ({ page, limit }: { page: number; limit: number }) => {
    asked.push(`${limit}/${page}`);
    const size = Math.min(limit, most);
    const ids = Array.from({ length: count }, (_, index) => index).slice((page - 1) * size, page * size);
    const failed = fails(ids, asked.length);
    if (failed !== false) return failed === true ? failure : failed;
    const rows = ids.map((id): StockRow => ({ productId: String(id), amount: 1, updatedAt: null }));
    return { kind: "found" as const, size: rows.length, rows, odd: [] };
  };
  return { ask, asked };
}

type StockPage = { kind: "found"; size: number; rows: StockRow[]; lost?: Failure };

async function read(list: AsyncGenerator<Listed<StockPage>>) {
  const seen = new Set<string>();
  const lost: unknown[] = [];
  let last = "";
  for await (const listed of list) {
    last = listed.kind;
    if (listed.kind !== "found") continue;
    for (const { productId } of listed.rows) seen.add(productId);
    if (listed.lost !== undefined) lost.push(listed.lost);
  }
  return { seen, lost, last };
}

describe("P5: a page that fails keeps no other", () => {
  it.each([
    ["in the first page", 17, 1_000, 2_300],
    ["in the middle", 1_550, 1_000, 2_900],
    ["in the last page", 2_299, 1_000, 2_900],
    ["of a list whose pages Smaregi makes shorter", 150, 100, 290],
  ])("a row that fails is lost with its part, %s", async (_, bad, most, atLeast) => {
    const count = most === 1_000 ? 3_000 : 300;
    const list = stockOf(count, (ids) => ids.includes(bad), most);
    const { seen, lost, last } = await read(readList(inParts(list.ask)));
    expect(seen.size).toBeGreaterThanOrEqual(most === 1_000 ? 2_900 : atLeast);
    expect(seen.size).toBeLessThan(count);
    expect(seen).not.toContain(String(bad));
    expect(lost).toEqual([failure]);
    expect(last).toBe("end");
  });

  it("a page that is too long for a gateway is read in parts, with nothing lost", async () => {
    const list = stockOf(2_500, (ids) => ids.length > 400);
    expect(await read(readList(inParts(list.ask)))).toMatchObject({ lost: [], last: "end" });
    expect((await read(readList(inParts(list.ask)))).seen.size).toBe(2_500);
  });

  it("the second reading, with other borders, comes in parts as well", async () => {
    const list = stockOf(1_200, (ids) => ids.length > 400);
    const { seen, last } = await read(readListTwice(inParts(list.ask), { isMore: () => true }));
    expect([seen.size, last]).toEqual([1_200, "end"]);
    expect(list.asked).toContain("999/1");
    expect(list.asked).toContain("111/2");
  });

  it("what has a part missing is not read twice: nothing can be told by what is not in it", async () => {
    const list = stockOf(1_200, (ids) => ids.includes(3));
    const { lost, last } = await read(readListTwice(inParts(list.ask), { isMore: () => true }));
    expect([lost.length, last]).toEqual([1, "end"]);
    expect(list.asked.some((each) => each.startsWith("999/"))).toBe(false);
  });
});

describe("P5: a Smaregi that fails is no row's fault", () => {
  it("where all fails, three calls tell", async () => {
    const list = stockOf(3_000, () => true);
    expect(await read(readList(inParts(list.ask)))).toMatchObject({ last: "unclear", lost: [] });
    expect(list.asked).toEqual(["1000/1", "100/1", "100/2"]);
  });

  it.each([
    ["maintenance", { ...failure, status: 503 }],
    ["too many calls", { ...failure, status: 429 }],
    ["a call that was withdrawn", { ...failure, cause: "withdrawn" }],
    ["no token", { ...failure, step: "token" }],
    ["a refusal", { ...failure, kind: "refused", status: 403 }],
  ] as [string, Failure][])("%s is asked once", async (_, said) => {
    const list = stockOf(3_000, () => said);
    expect((await read(readList(inParts(list.ask)))).last).toBe(said.kind);
    expect(list.asked).toEqual(["1000/1"]);
  });

  it("maintenance that begins between the parts ends it", async () => {
    const list = stockOf(3_000, (_, calls) => calls === 1 || (calls > 2 && { ...failure, status: 503 }));
    expect((await read(readList(inParts(list.ask)))).last).toBe("unclear");
    expect(list.asked).toHaveLength(3);
  });

  it("P3: a page that fails and whose parts are empty is a failure, and no end", async () => {
    const list = stockOf(1_000, (_, calls) => calls === 2);
    expect(await read(readList(inParts(list.ask)))).toMatchObject({ lost: [], last: "unclear" });
  });
});
