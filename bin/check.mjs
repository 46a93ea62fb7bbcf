import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled, root } from "./ensure-installed.mjs";

const bin = (name) => join(root, "node_modules", ".bin", name);
const checks = [
  ["types", "tsc", "--noEmit", "-p", "tsconfig.json"],
  ["lint", "oxlint"],
  ["format", "oxfmt", "--check", "."],
  ["structure", "vitest", "run", "--config", "vitest.structure.ts"],
];

function run([name, program, ...words]) {
  return new Promise((done) => {
    const started = Date.now();
    let said = "";
    const child = spawn(bin(program), words, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (said += part));
    child.on("close", (code) => done({ name, code, said, seconds: (Date.now() - started) / 1000 }));
  });
}

/** Types, lint, format and structure, side by side; the words of those that failed. Answers whether all is well. */
export async function check() {
  const results = await Promise.all(checks.map(run));
  for (const { name, code, said, seconds } of results) {
    process.stdout.write(`${code === 0 ? "ok  " : "FAIL"} ${name} (${seconds.toFixed(1)} s)\n`);
    if (code !== 0) process.stdout.write(`${said}\n`);
  }
  return results.every((result) => result.code === 0);
}

if (import.meta.filename === process.argv[1]) {
  ensureInstalled();
  process.exitCode = (await check()) ? 0 : 1;
}
