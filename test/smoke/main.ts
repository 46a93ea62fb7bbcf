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
 * `npm run smoke`: one round under each Node on the embedded PostgreSQL 18, one on the oldest PostgreSQL that is promised, one behind
 * a pooler, and one of the folder that `npm run build` makes, taken elsewhere.
 * What this machine does not have is skipped, and said. `-- --several`: a rolling restart and a failover of several processes, instead.
 * `-- --upgrade [folder]`: from the last release (or the one of this folder) to this state under orders, instead.
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

// All that a round makes lies in here, so that nothing is left however the run ends.
const folder = mkdtempSync(join(tmpdir(), "musubi-smoke-"));
// A PostgreSQL that runs as another user passes through it.
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
/** A PostgreSQL of its own for each round: a demo shop is one database's alone. */
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

/** From the folder that is named behind `--upgrade`, else from the last release. */
async function upgradeUnderLoad(): Promise<void> {
  const given = process.argv[process.argv.indexOf("--upgrade") + 1];
  const from = given === undefined ? lastRelease() : { name: given, folder: resolve(given) };
  if (typeof from === "string") return say(`skip the upgrade: ${from}`);
  await round(`an upgrade from ${from.name} under orders`, async () => {
    say(`     ${await runUpgrade(from.folder)}`);
  });
}

/** Asked for by itself: it says something only where the machine is quiet. */
async function severalProcesses(): Promise<void> {
  if (!existsSync(proxyProgram)) return say(`skip several processes: nginx is not in ${proxyProgram}`);
  await onOlderPostgres((postgres) =>
    round("two web servers behind nginx, two workers, PgBouncer, a standby", async () => {
      say(`     ${await runSeveral(postgres)}`);
    }),
  );
}
