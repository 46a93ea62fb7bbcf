import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { giveTo } from "../../src/kit/embedded-postgres/privileges.ts";
import { until } from "../support/wait.ts";
import type { OlderPostgres } from "./older-postgres.ts";

/** PgBouncer, at the path of Debian's package. */
export const poolerProgram = "/usr/sbin/pgbouncer";

/**
 * Starts PgBouncer in transaction mode for the PostgreSQL whose socket is in this folder, with this many server connections for all
 * clients; null if it is not installed. `host`: its own address, in the form for a URL.
 */
export async function startPooler(
  postgres: Pick<OlderPostgres, "folder" | "runAs">,
  connections = 4,
): Promise<{ databaseUrl: string; host: string; stop(): Promise<void> } | null> {
  if (!existsSync(poolerProgram)) return null;
  const folder = await mkdtemp(join(tmpdir(), "musubi-pooler-"));
  const config = join(folder, "pgbouncer.ini");
  await writeFile(
    config,
    `[databases]
postgres = host=${postgres.folder} dbname=postgres user=musubi
[pgbouncer]
listen_addr =
unix_socket_dir = ${folder}
auth_type = any
pool_mode = transaction
default_pool_size = ${connections}
max_client_conn = 200
ignore_startup_parameters = extra_float_digits
`,
    { mode: 0o644 },
  );
  // As the user of PostgreSQL, because no one else can reach its socket; PgBouncer also refuses to run as root.
  const { runAs } = postgres;
  giveTo(folder, runAs.owner);
  const [program, ...words] = [...runAs.words, poolerProgram, config];
  const child = spawn(program, words, { cwd: "/", stdio: "ignore", ...runAs.spawnAs });
  const ended = once(child, "exit");
  const takeAlong = () => void child.kill("SIGKILL");
  process.once("exit", takeAlong);
  await until("PgBouncer is there", async () => existsSync(join(folder, ".s.PGSQL.6432")));
  const host = encodeURIComponent(folder);
  return {
    databaseUrl: `postgres://musubi@${host}:6432/postgres`,
    host: `${host}:6432`,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      process.removeListener("exit", takeAlong);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
