import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
const text = readFileSync(join(root, "docs/security.md"), "utf8");

/** The sections of ASVS 5.0 that have requirements of level 1 or 2, by chapter: first, last, and the ones without. */
const sections: [chapter: number, last: number, without: number[]][] = [
  [1, 5, []],
  [2, 4, []],
  [3, 7, [1, 6]],
  [4, 4, []],
  [5, 4, []],
  [6, 8, []],
  [7, 6, []],
  [8, 4, []],
  [9, 2, []],
  [10, 7, []],
  [11, 6, []],
  [12, 3, []],
  [13, 4, []],
  [14, 3, []],
  [15, 3, []],
  [16, 5, []],
];
const all = sections.flatMap(([chapter, last, without]) =>
  Array.from({ length: last }, (_, nth) => nth + 1)
    .filter((nth) => !without.includes(nth))
    .map((nth) => `V${chapter}.${nth}`),
);

const rows = [...text.matchAll(/^\| (V\d+\.\d+) +\| (\S+) +\| (.+?) +\| (\S+) +\|$/gm)].map((match) => {
  const [, section = "", holds = "", how = "", proof = ""] = match;
  return { section, holds, how, proof };
});

it("docs/security.md has a row for each section of ASVS 5 at level 2, in its order, and no other", () => {
  expect(rows.map(({ section }) => section)).toEqual(all);
});

it("each row says yes, partly, no or that there is nothing of the kind, and names a test that is there", () => {
  for (const { section, holds, proof } of rows) {
    expect([section, ["yes", "partly", "no", "–"].includes(holds)]).toEqual([section, true]);
    const path = /^`(.+\.test\.ts)`$/.exec(proof)?.[1];
    expect([section, proof === "–" || existsSync(join(root, path ?? "nowhere"))]).toEqual([section, true]);
  }
});

describe("parts that others made", () => {
  type Part = { version?: string; integrity?: string; resolved?: string; hasInstallScript?: boolean };
  const read = (name: string) =>
    JSON.parse(readFileSync(join(root, name), "utf8")) as Record<string, unknown>;
  const parts = Object.entries(read("package-lock.json")["packages"] as Record<string, Part>)
    .filter(([path]) => path !== "")
    .map(([path, part]) => ({ name: path.replace(/^.*node_modules\//, ""), ...part }));

  it("each has its version and its hash in the lock, which names no registry", () => {
    const bare = parts.filter(({ version, integrity, resolved }) => !version || !integrity || resolved);
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  it("what runs while it is installed is named, at its very version; all else is not run", () => {
    const decided = read("package.json")["allowScripts"] as Record<string, boolean>;
    const running = parts.filter(({ hasInstallScript }) => hasInstallScript === true);
    const names = running.map(({ name, version }) =>
      decided[name] === false ? name : `${name}@${version ?? ""}`,
    );
    expect(Object.keys(decided).toSorted()).toEqual([...new Set(names)].toSorted());
  });
});
