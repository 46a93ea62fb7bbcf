import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
type Bill = { bomFormat: string; components: { group?: string; name: string; version: string }[] };
type Lock = { packages: Record<string, { version?: string }> };

it("npm run sbom prints every part of the lock as CycloneDX", () => {
  const options = { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 } as const;
  const bill = JSON.parse(execFileSync(process.execPath, ["bin/sbom.mjs"], options)) as Bill;
  expect(bill.bomFormat).toBe("CycloneDX");
  const told = bill.components.map(
    ({ group, name, version }) => `${group === undefined ? "" : `${group}/`}${name}@${version}`,
  );
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as Lock;
  const locked = Object.entries(packages)
    .filter(([path]) => path !== "")
    .map(([path, { version = "" }]) => `${path.replace(/^.*node_modules\//, "")}@${version}`);
  expect([...new Set(told)].toSorted()).toEqual([...new Set(locked)].toSorted());
});
