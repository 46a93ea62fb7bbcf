import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ensureBuilt } from "../../bin/ensure-built.mjs";
import { findNodes } from "./nodes.ts";
import { oldest, startOlderPostgres, type OlderPostgres } from "./older-postgres.ts";
import { poolerProgram, startPooler } from "./pooler.ts";
import { asInstalled } from "../support/server.ts";
import { proxyProgram } from "./proxy.ts";
import { lastRelease } from "./last-release.ts";
import { runSeveral } from "./several.ts";
import { takeElsewhere } from "./built-folder.ts";
import { tryOut } from "./try-out.ts";
import { runUpgrade } from "./upgrade.ts";

/*
 * `npm run smoke`: one round under each Node on the embedded PostgreSQL 18, one on the oldest supported PostgreSQL, one behind a
 * pooler, and one with the folder of `npm run build`, moved elsewhere. Skips and reports what this machine does not have. `--
 * --several`: instead, a rolling restart and a failover of several processes. `-- --upgrade [folder]`: instead, an upgrade under
 * orders from the last release (or the one in this folder) to this state.
 */
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function round(name: string, tried: () => Promise<void>): Promise<void> {
  const begun = Date.now();
  try {
    await tried();
    say(`ok   ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  } catch (error) {
    process.exitCode = 1;
    say(`FAIL ${name}\n${error instanceof Error ? error.stack : String(error)}`);
  }
}

// Everything a round makes is in here, so that nothing is left however the run ends.
const folder = mkdtempSync(join(tmpdir(), "musubi-smoke-"));
// A PostgreSQL that runs as another user must pass through it.
chmodSync(folder, 0o711);
process.env["TMPDIR"] = folder;
process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

ensureBuilt();
if (process.argv.includes("--several")) {
  await severalProcesses();
  process.exit();
}
if (process.argv.includes("--upgrade")) {
  await upgradeUnderLoad();
  process.exit();
}
const nodes = findNodes();
for (const node of nodes) {
  if ("missing" in node) say(`skip ${node.name}: ${node.missing}`);
  else await round(`${node.name} on the embedded PostgreSQL`, () => tryOut(asInstalled(node.program)));
}
/** A separate PostgreSQL for each round: a demo shop belongs to one database. */
async function onOlderPostgres(tried: (postgres: OlderPostgres) => Promise<void>): Promise<void> {
  const postgres = await startOlderPostgres();
  if (postgres === null) return say(`skip PostgreSQL ${oldest.version}: it is not in ${oldest.programs}`);
  await tried(postgres);
  if (existsSync(postgres.folder)) await postgres.stop();
}

await onOlderPostgres(({ databaseUrl }) =>
  round(`Node ${process.versions.node} on PostgreSQL ${oldest.version}`, () =>
    tryOut(asInstalled(), databaseUrl),
  ),
);
await onOlderPostgres(async (postgres) => {
  const pooler = await startPooler(postgres);
  if (pooler === null) return say(`skip PgBouncer: it is not in ${poolerProgram}`);
  await round("behind PgBouncer in transaction mode", () =>
    tryOut(asInstalled(), pooler.databaseUrl, { DATABASE_DIRECT_URL: postgres.databaseUrl }),
  );
  await pooler.stop();
});
const elsewhere = takeElsewhere(folder);
await round(`the built folder elsewhere${elsewhere.as}`, () =>
  tryOut(elsewhere.command, undefined, elsewhere.env),
);

/** From the folder given with `--upgrade`, otherwise from the last release. */
async function upgradeUnderLoad(): Promise<void> {
  const given = process.argv[process.argv.indexOf("--upgrade") + 1];
  const from = given === undefined ? lastRelease() : { name: given, folder: resolve(given) };
  if (typeof from === "string") return say(`skip the upgrade: ${from}`);
  await round(`an upgrade from ${from.name} under orders`, async () => {
    say(`     ${await runUpgrade(from.folder)}`);
  });
}

/** Runs only on request: its result is meaningful only on a quiet machine. */
async function severalProcesses(): Promise<void> {
  if (!existsSync(proxyProgram)) return say(`skip several processes: nginx is not in ${proxyProgram}`);
  await onOlderPostgres((postgres) =>
    round("two web servers behind nginx, two workers, PgBouncer, a standby", async () => {
      say(`     ${await runSeveral(postgres)}`);
    }),
  );
}
