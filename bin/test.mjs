import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "./check.mjs";
import { ensureBuilt } from "./ensure-built.mjs";
import { ensureInstalled, root } from "./ensure-installed.mjs";

ensureInstalled();
const wellKept = await check();
ensureBuilt();

const folder = mkdtempSync(join(tmpdir(), "musubi-test-"));
const report = join(folder, "report.json");
const words = [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
];
const { status } = spawnSync(join(root, "node_modules", ".bin", "vitest"), words, {
  cwd: root,
  stdio: "inherit",
});
const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, "utf8"));
rmSync(folder, { recursive: true, force: true });
if (!wellKept) process.stdout.write("npm run check found something: see above.\n");
process.stdout.write(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped\n`);
process.exitCode = status === 0 && wellKept ? 0 : 1;
