import { parseArgs } from "node:util";
import { ensureBuilt } from "../../../bin/ensure-built.mjs";
import { openRun } from "../../../bin/test-run.mjs";
import { startTestPostgres } from "../../support/postgres.ts";
import { failedSeeds } from "../failed-seeds.ts";
import { invariants } from "./findings.ts";
import { runSeed, type Result } from "./one-seed.ts";
import type { Mode } from "../../../src/kit/tables.ts";
import type { Workers } from "./plan-blows.ts";
import { planRun } from "./plan.ts";

const usage = `npm run faults -- [options]: runs the product under faults, and checks the books
  --seed N        the first seed; one by the clock where none is given
  --seeds N       so many in a row, 1
  --mode MODE     standard or assured; in turn where none is given
  --workers N     1: one process; 3: two web servers and three workers; in turn where none is given
  --found         those that once found something (test/faults/failed-seeds.ts), instead
  --minutes N     starts no further seed after so many minutes
  --print         tells what happens as it happens
`;

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    seeds: { type: "string", default: "1" },
    mode: { type: "string" },
    workers: { type: "string" },
    minutes: { type: "string" },
    found: { type: "boolean", default: false },
    print: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const isRight =
  [values.seed, values.seeds, values.minutes].every((value) => value === undefined || Number(value) >= 0) &&
  [undefined, "standard", "assured"].includes(values.mode) &&
  [undefined, "1", "3"].includes(values.workers);
if (values.help || !isRight) {
  process.stdout.write(usage);
  process.exit(values.help ? 0 : 2);
}

/** The counts on each seed's line; the totals at the end show all. */
const shown = ["orders", "kills", "freezes", "cuts", "settings changed", "relinked", "clerk's undoings"];

const first = Number(values.seed ?? Date.now() % 1_000_000);
const end = Date.now() + Number(values.minutes ?? Number.POSITIVE_INFINITY) * 60_000;
const sums = new Map<string, number>();
let runs = 0;
let failed = 0;

openRun();
ensureBuilt();
const postgres = await startTestPostgres({ isKilled: true });
try {
  for (const { seed, mode, workers } of values.found ? failedSeeds : inARow()) {
    if (Date.now() >= end) break;
    const result = await tryRun(seed, mode, workers);
    runs += 1;
    if (result === null || result.findings.length > 0) failed += 1;
    for (const [kind, count] of Object.entries(result?.counts ?? {}))
      sums.set(kind, (sums.get(kind) ?? 0) + count);
  }
} finally {
  await postgres.close();
}
say(`\n${runs} seeds, ${failed} with findings`);
for (const [kind, count] of [...sums].sort(([a], [b]) => (a < b ? -1 : 1)))
  say(`  ${String(count).padStart(7)} ${kind}`);
process.exitCode = failed > 0 ? 1 : 0;

function inARow() {
  return Array.from({ length: Number(values.seeds) }, (_, nth) => ({
    seed: first + nth,
    mode: (values.mode ?? ["standard", "assured"][nth % 2]) as Mode,
    workers: Number(values.workers ?? [1, 3][Math.floor(nth / 2) % 2]) as Workers,
  }));
}

async function tryRun(seed: number, mode: Mode, workers: Workers): Promise<Result | null> {
  const name = `--seed ${seed} --mode ${mode} --workers ${workers}`;
  try {
    const result = await runSeed(planRun(seed, mode, workers), {
      postgres: postgres.connection,
      print: values.print,
    });
    const { counts, findings, seconds } = result;
    const told = shown.map((kind) => `${counts[kind] ?? 0} ${kind}`);
    say(`${findings.length === 0 ? "ok  " : "FAIL"} ${name}: ${told.join(", ")} (${seconds.toFixed(1)} s)`);
    if (findings.length > 0) tellFindings(name, result);
    return result;
  } catch (error) {
    say(`FAIL ${name}: ${error instanceof Error ? error.stack : String(error)}`);
    say(`Repeat it: npm run faults -- ${name} --print`);
    return null;
  }
}

function tellFindings(name: string, { findings, story, log }: Result): void {
  for (const { invariant, text, explained } of findings) {
    say(`\n  ${invariant}. ${invariants[invariant]}\n  ${text}`);
    for (const line of explained) say(`    ${line}`);
  }
  say("\n  What happened:");
  for (const line of story) say(`    ${line}`);
  say("\n  What the processes logged:");
  for (const line of log.slice(-40)) say(`    ${line}`);
  say(`\nRepeat it: npm run faults -- ${name} --print`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
