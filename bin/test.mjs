import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ensureInstalled } from "./ensure-installed.mjs";
import { root } from "./one-at-a-time.mjs";
import { programOf } from "./program-of.mjs";
import { runChecks } from "./run-checks.mjs";
import { pyramidOf } from "./test-pyramid.mjs";
import { openRun } from "./test-run.mjs";

ensureInstalled();
const run = openRun();
let vitest = null;
let closed = Promise.resolve(null);
let stopping = null;

/** Stops the run early: nothing of it is left when we exit. */
async function stop(signal) {
  vitest?.kill(signal);
  await Promise.race([closed, delay(2_000)]);
  process.stdout.write(`The tests did not run to their end (${signal}).\n`);
  await run.end();
  process.exit(1);
}
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => (stopping ??= stop(signal)));
if (process.env.npm_lifecycle_event === "test") {
  // A killed npm does not end its children.
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && (stopping ??= stop("SIGTERM")), 1_000).unref();
}

/** Builds in a separate process, in parallel with the checks: each leaves a core free for some time. */
async function build() {
  const script = 'import { ensureBuilt } from "./bin/ensure-built.mjs"; ensureBuilt();';
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    cwd: root,
    stdio: "inherit",
  });
  const [code] = await once(child, "close");
  return code === 0;
}

// The structure tests are part of the tests.
const [isWell, isBuilt] = await Promise.all([runChecks({ except: ["structure"] }), build()]);
await stopping;
if (!isBuilt) process.exit(1);

const report = join(run.folder, "report.json");
const words = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
const [program, ...first] = programOf("vitest");
vitest = spawn(program, [...first, ...words, ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
closed = new Promise((done) => {
  vitest.once("close", done);
  vitest.once("error", (error) => done(error.message));
});
const code = await closed;
await stopping;

const counts = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : null;
rmSync(report, { force: true });
const left = await run.leftBehind();
await run.end();
if (left.length > 0)
  process.stdout.write(`The tests left behind:\n${left.map((each) => `  ${each}\n`).join("")}`);
if (counts === null) process.stdout.write(`The tests did not run to their end (${code}).\n`);
else {
  const { numPassedTests: passed, numPendingTests: skipped, testResults } = counts;
  // A file that could not be loaded has no failed tests.
  const unread = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const failed = counts.numFailedTests + unread.length;
  for (const layer of pyramidOf(testResults, root)) process.stdout.write(`${layer}\n`);
  if (!isWell) process.stdout.write("npm run check found something: see above.\n");
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`);
}
process.exitCode = code === 0 && isWell && left.length === 0 ? 0 : 1;
