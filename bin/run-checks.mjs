import { spawn } from "node:child_process";
import { root } from "./one-at-a-time.mjs";
import { programOf } from "./program-of.mjs";

const checks = [
  // Reads the sources once for both.
  ["types and lint", "oxlint", "--type-check"],
  ["unused", "knip", "--no-progress"],
  ["format", "oxfmt", "--check", "."],
  ["structure", "vitest", "run", "--config", "vitest.structure.ts"],
];

function run([name, program, ...words]) {
  return new Promise((done) => {
    const started = Date.now();
    let said = "";
    const [node, ...first] = programOf(program);
    const child = spawn(node, [...first, ...words], {
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

/**
 * Runs types, lint, unused code, format and structure in parallel and prints the output of those that failed. Returns true
 * if all passed. `except`: names of checks that someone else runs.
 */
export async function runChecks({ except = [] } = {}) {
  const asked = checks.filter(([name]) => !except.includes(name));
  const results = await Promise.all(asked.map(run));
  for (const { name, isWell, said, seconds } of results) {
    process.stdout.write(`${isWell ? "ok  " : "FAIL"} ${name} (${seconds.toFixed(1)} s)\n`);
    if (!isWell) process.stdout.write(`${said}\n`);
  }
  return results.every((result) => result.isWell);
}
