import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../src/kit/package-root.ts";
import { pureFiles } from "../stryker.config.mjs";

const exists = (path: string) => existsSync(join(packageRoot, path));

it("every file that `npm run mutants` is about exists", () => {
  expect(pureFiles.filter((path) => !exists(path))).toEqual([]);
});

it("every rules.ts is among them", () => {
  const rooms = readdirSync(join(packageRoot, "src"), { withFileTypes: true }).filter((each) =>
    each.isDirectory(),
  );
  const rules = rooms.map(({ name }) => `src/${name}/rules.ts`).filter(exists);
  expect(rules.filter((path) => !pureFiles.includes(path))).toEqual([]);
});
