import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectionTo } from "../../src/kit/embedded-postgres/connect.ts";
import { choosePrivileges, giveTo, type RunAs } from "../../src/kit/embedded-postgres/privileges.ts";
import { runServer, stopServer } from "../../src/kit/embedded-postgres/server-process.ts";
import { openServerLog } from "../../src/kit/embedded-postgres/server-log.ts";

/** The oldest supported PostgreSQL, at the path of Debian's packages. */
export const oldest = { version: 15, programs: "/usr/lib/postgresql/15/bin" };

export type OlderPostgres = {
  folder: string;
  runAs: RunAs;
  databaseUrl: string;
  stop(): Promise<void>;
  /** `kill -9`, and removes everything of it. */
  kill(): Promise<void>;
};

const env = { PATH: process.env["PATH"] ?? "", LC_ALL: "C" };
const postgres = join(oldest.programs, "postgres");

/** Starts it on its own folder, reached by a socket in there; null if it is not installed. */
export async function startOlderPostgres(): Promise<OlderPostgres | null> {
  if (!existsSync(postgres)) return null;
  const initdb = [join(oldest.programs, "initdb"), "-U", "musubi", "--no-sync"];
  const words = ["--auth=trust", "--encoding=UTF8", "--locale=C"];
  return await startIn(choosePrivileges(postgres, env).initdb, (serverDir) => [
    ...initdb,
    ...words,
    "-D",
    serverDir,
  ]);
}

/** Starts a standby of this one, which follows it until it is promoted. */
export async function startStandby({ folder, runAs }: OlderPostgres): Promise<OlderPostgres> {
  const copy = [join(oldest.programs, "pg_basebackup"), "-h", folder, "-U", "musubi", "-R", "--no-sync"];
  return await startIn(runAs, (serverDir) => [...copy, "-D", serverDir]);
}

/** `make`: the command that fills the data folder. */
async function startIn(makeAs: RunAs, make: (serverDir: string) => string[]): Promise<OlderPostgres> {
  const { server: runAs } = choosePrivileges(postgres, env);
  const folder = await mkdtemp(join(tmpdir(), "musubi-pg-"));
  const serverDir = join(folder, "data");
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await mkdir(serverDir, { mode: 0o700 });
    giveTo(folder, makeAs.owner);
    const made = run(makeAs, env, make(serverDir));
    if (made !== "") throw new Error(`PostgreSQL ${oldest.version} has no data folder: ${made}`);
    giveTo(folder, runAs.owner);
    const log = openServerLog(join(folder, "postgres.log"));
    const connection = connectionTo(folder);
    const command = [postgres, "-D", serverDir, "-k", folder, "-h", "", "-c", "fsync=off"];
    const server = await runServer({ runAs, command, env, serverDir, connection, log });
    const ended = once(server, "exit");
    const host = encodeURIComponent(folder);
    return {
      folder,
      runAs,
      databaseUrl: `postgres://musubi@${host}/postgres`,
      stop: async () => {
        await stopServer(server);
        log.close();
        await remove();
      },
      kill: async () => {
        server.kill("SIGKILL");
        await ended;
        log.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The output of the program if it failed; empty if all went well. */
function run(runAs: RunAs, env: NodeJS.ProcessEnv, words: string[]): string {
  const [program = "", ...rest] = [...runAs.words, ...words];
  const { status, stderr, error } = spawnSync(program, rest, {
    cwd: "/",
    env,
    encoding: "utf8",
    ...runAs.spawnAs,
  });
  return status === 0 ? "" : (error?.message ?? stderr);
}
