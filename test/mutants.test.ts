import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../src/kit/package-root.ts";
import { pureFiles, pureTests } from "../stryker.config.mjs";

const exists = (path: string) => existsSync(join(packageRoot, path));

it("every file that `npm run mutants` is about exists", () => {
  expect(pureFiles.filter((path) => !exists(path))).toEqual([]);
});

it("every rules.ts is among them", () => {
  const files = readdirSync(join(packageRoot, "src"), { recursive: true, encoding: "utf8" });
  const rules = files.filter((name) => /(^|\/)rules\.ts$/.test(name)).map((name) => `src/${name}`);
  expect(rules.length).toBeGreaterThan(10);
  expect(rules.filter((path) => !pureFiles.includes(path))).toEqual([]);
});

it("their tests use of Vitest what the mutants' own runner knows", () => {
  const knows = ["describe", "expect", "it"];
  const tests = pureTests.filter(exists);
  expect(tests.length).toBeGreaterThan(50);
  const wrong = tests.filter((path) => {
    const text = readFileSync(join(packageRoot, path), "utf8");
    const [, named = ""] = /import \{([^}]*)\} from "vitest"/.exec(text) ?? [];
    return named.split(",").some((name) => !knows.includes(name.trim()));
  });
  expect(wrong).toEqual([]);
});
