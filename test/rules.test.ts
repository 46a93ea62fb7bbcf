import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
const text = readFileSync(join(root, "docs/rules.md"), "utf8");

/** The number of the manual's rules of each kind, including additional rules that are built. */
const series = { C: 6, U: 7, S: 8, O: 6, F: 4 };
const beyond = ["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10", "B11", "B12"];
/** The work with orders. */
const work = ["W1", "W2", "W3", "W4", "W5", "W6"];
/** Promises that are built. */
const promises = ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P11", "P12"];
const rules = Object.entries(series)
  .flatMap(([letter, count]) => Array.from({ length: count }, (_, index) => `${letter}${index + 1}`))
  .concat(beyond, work, promises);

const rows = new Map(
  [...text.matchAll(/^\| ([A-Z]\d+) \| (.+?) \| `(.+?)` \| `(.+?)` \|$/gm)].map((match) => {
    const [, rule = "", what = "", holder = "", test = ""] = match;
    return [rule, { what, holder, test }];
  }),
);

/** The rule numbers in the titles of a file's tests; "F1 to F4" means all four. */
function proved(path: string): Set<string> {
  const source = readFileSync(join(root, path), "utf8");
  const titles = source.matchAll(/\b(?:it|describe)(?:\.concurrent)?(?:\.each[^]*?\))?\(\s*(["'`])(.*?)\1/g);
  return new Set(
    [...titles].flatMap((match) =>
      [...(match[2] ?? "").matchAll(/\b[CUSOFBWP]\d+\b/g)].map(([rule]) => rule),
    ),
  );
}

describe("docs/rules.md", () => {
  it.each(rules)("%s has a row, a file that holds it and a test that names it", (rule) => {
    const row = rows.get(rule);
    if (row === undefined) throw new Error(`${rule} has no row in docs/rules.md`);
    expect(existsSync(join(root, row.holder)), `${row.holder} is not there`).toBe(true);
    expect(existsSync(join(root, row.test)), `${row.test} is not there`).toBe(true);
    expect([...proved(row.test)], `no test of ${row.test} names ${rule}`).toContain(rule);
  });

  it("has no rule that nobody knows", () => {
    expect([...rows.keys()].filter((rule) => !rules.includes(rule))).toEqual([]);
  });
});
