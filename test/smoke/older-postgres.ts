import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectionTo } from "../../src/kit/embedded-postgres/connect.ts";
import { choosePrivileges, giveTo, type RunAs } from "../../src/kit/embedded-postgres/privileges.ts";
import { runServer, stopServer } from "../../src/kit/embedded-postgres/server-process.ts";
import { openServerLog } from "../../src/kit/embedded-postgres/server-log.ts";

/** The oldest PostgreSQL that is promised, where Debian's packages put it. */
export const oldest = { version: 15, programs: "/usr/lib/postgresql/15/bin" };

export type OlderPostgres = { folder: string; runAs: RunAs; databaseUrl: string; stop(): Promise<void> };

/** Starts it on a folder of its own, reached by a socket in there; null where it is not installed. */
export async function startOlderPostgres(): Promise<OlderPostgres | null> {
  const postgres = join(oldest.programs, "postgres");
  if (!existsSync(postgres)) return null;
  const env = { PATH: process.env["PATH"] ?? "", LC_ALL: "C" };
  const privileges = choosePrivileges(postgres, env);
  const folder = await mkdtemp(join(tmpdir(), "musubi-pg-"));
  const serverDir = join(folder, "data");
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await mkdir(serverDir);
    giveTo(folder, privileges.initdb.owner);
    const initdb = [join(oldest.programs, "initdb"), "-D", serverDir, "-U", "musubi", "--no-sync"];
    const words = ["--auth=trust", "--encoding=UTF8", "--locale=C"];
    const made = run(privileges.initdb, env, [...initdb, ...words]);
    if (made !== "") throw new Error(`initdb of PostgreSQL ${oldest.version} failed: ${made}`);
    giveTo(folder, privileges.server.owner);
    const log = openServerLog(join(folder, "postgres.log"));
    const connection = connectionTo(folder);
    const server = await runServer({
      runAs: privileges.server,
      command: [postgres, "-D", serverDir, "-k", folder, "-h", "", "-c", "fsync=off"],
      env,
      serverDir,
      connection,
      log,
    });
    const host = encodeURIComponent(folder);
    return {
      folder,
      runAs: privileges.server,
      databaseUrl: `postgres://musubi@${host}/postgres`,
      stop: async () => {
        await stopServer(server);
        log.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** What the program said where it failed; empty where all went well. */
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
