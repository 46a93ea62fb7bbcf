import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./one-at-a-time.mjs";

/** tsc, which keeps what it found: the next time only what a change touches is checked again (a fifth of the work). */
const types = (config) => [
  "tsc",
  "--noEmit",
  "--incremental",
  "--tsBuildInfoFile",
  join(root, "node_modules", ".cache", "types", config),
  "-p",
  config,
];

const checks = [
  ["types", ...types("tsconfig.json")],
  ["types of the console", ...types("tsconfig.pages.json")],
  // On its own: each of the two has a router, and the router's types are global.
  ["types of the shop", ...types("tsconfig.shop.json")],
  ["lint", "oxlint"],
  ["unused", "knip", "--no-progress"],
  ["format", "oxfmt", "--check", "."],
  ["structure", "vitest", "run", "--config", "vitest.structure.ts"],
];

function run([name, program, ...words]) {
  return new Promise((done) => {
    const started = Date.now();
    let said = "";
    const child = spawn(join(root, "node_modules", ".bin", program), words, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const finish = (isWell) => done({ name, isWell, said, seconds: (Date.now() - started) / 1000 });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (said += part));
    child.once("error", (error) => {
      said += error.message;
      finish(false);
    });
    child.once("close", (code) => finish(code === 0));
  });
}

/** Types, lint, what nothing uses, format and structure, side by side; the words of those that failed. Answers whether all is well. */
export async function runChecks() {
  const results = await Promise.all(checks.map(run));
  for (const { name, isWell, said, seconds } of results) {
    process.stdout.write(`${isWell ? "ok  " : "FAIL"} ${name} (${seconds.toFixed(1)} s)\n`);
    if (!isWell) process.stdout.write(`${said}\n`);
  }
  return results.every((result) => result.isWell);
}
