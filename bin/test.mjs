import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "./ensure-built.mjs";
import { ensureInstalled } from "./ensure-installed.mjs";
import { root } from "./one-at-a-time.mjs";
import { runChecks } from "./run-checks.mjs";

ensureInstalled();
const isWell = await runChecks();
ensureBuilt();

const folder = mkdtempSync(join(tmpdir(), "musubi-test-"));
const report = join(folder, "report.json");
const words = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
const vitest = spawn(join(root, "node_modules", ".bin", "vitest"), [...words, ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
// It has its own way to end, with what its tests have started.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => vitest.kill(signal));
const code = await new Promise((done) => {
  vitest.once("close", done);
  vitest.once("error", (error) => done(error.message));
});

const counts = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : null;
rmSync(folder, { recursive: true, force: true });
if (counts === null) process.stdout.write(`The tests did not run to their end (${code}).\n`);
else {
  const { numPassedTests: passed, numPendingTests: skipped, testResults } = counts;
  // A file that could not be read has no tests to fail.
  const unread = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const failed = counts.numFailedTests + unread.length;
  if (!isWell) process.stdout.write("npm run check found something: see above.\n");
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`);
}
process.exitCode = code === 0 && isWell ? 0 : 1;
