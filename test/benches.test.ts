import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { besideOthers } from "../bench/beside.ts";
import { mainLoop } from "../bench/loop.ts";
import { paceOfLoop, startPractice } from "../bench/practice.ts";
import { packageRoot } from "../src/kit/package-root.ts";
import { testDatabase } from "./support/database.ts";
import { environment } from "./support/server.ts";

async function ownDatabase(): Promise<string> {
  const database = await testDatabase();
  onTestFinished(() => database.drop());
  return database.url;
}

/** Runs the short form of a benchmark on a database of the tests; returns its output. */
async function bench(...words: string[]): Promise<string> {
  const tsx = join(packageRoot, "node_modules", "tsx", "dist", "cli.mjs");
  const child = spawn(process.execPath, [tsx, ...words], {
    cwd: packageRoot,
    env: { ...environment(), DATABASE_URL: await ownDatabase() },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part: Buffer) => (said += String(part)));
  const [code] = (await once(child, "exit")) as [number];
  expect(said).not.toMatch(/Error/);
  expect(code).toBe(0);
  return said;
}

it("the benchmarks run: orders beside bare transactions", async () => {
  const said = await bench("bench/main.ts", "--against", "bare", "--short");
  expect(said.match(/ours \d+\/s, bare \d+\/s, ratio \d/g)).toHaveLength(4);
});

it("the benchmarks run: the main loop, and who waits while others are busy", async () => {
  const { server, close } = await startPractice(await ownDatabase(), paceOfLoop);
  onTestFinished(close);
  const said: string[] = [];
  const print = (line: string) => void said.push(line);
  await mainLoop({ server, sales: 2, orders: 8, print });
  expect(said.join("\n")).toMatch(/till sale to shown quantity .*: median \d+ ms/);
  expect(said.join("\n")).toMatch(/8 POST \/transactions/);
  await besideOthers({ server, seconds: 1, rows: 300, print });
  expect(said.join("\n").match(/median [\d.]+ ms, p99 [\d.]+ ms/g)).toHaveLength(5);
});

it("the benchmarks run: pages on a phone; the shop's first page is as light as was decided, and nothing in it shifts", async () => {
  const said = await bench("bench/pages.ts", "--short");
  const [, bytes, shift] = /^shop, first page: (\d+) kB .*LCP [\d.]+ s, shift ([\d.]+)$/m.exec(said) ?? [];
  // docs/decisions/pages-by-the-wire.md
  expect(Number(bytes)).toBeGreaterThan(100);
  expect(Number(bytes)).toBeLessThanOrEqual(400);
  expect(Number(shift)).toBeLessThan(0.1);
});

it("the benchmarks run: files of products", async () => {
  const said = await bench("bench/csv.ts", "300");
  expect(said).toMatch(/297 done, 3 refused/);
  expect(said).toMatch(/export: \d+ ms, 3\d\d rows/);
});
