import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, lstat, mkdir, open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { findBinaries } from "./binaries.ts";
import { clearLeftovers } from "./leftovers.ts";
import { shortName, takeFolder } from "./owner.ts";
import { choosePrivileges, giveTo, type Privileges } from "./privileges.ts";

export { EmbeddedPostgresBusy } from "./owner.ts";

export type Connection = { host: string; user: string; database: string };
export type EmbeddedPostgres = { connection: Connection; stop(): Promise<void> };

const user = "musubi";
const logLimit = 4 * 1024 * 1024;

/**
 * Starts the PostgreSQL of this data folder, and makes it first where there is none. It listens on a Unix socket
 * only, and ends with this process. Throws `EmbeddedPostgresBusy` where another process runs it, and an Error with
 * the server's own words where it does not start.
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  settings?: Record<string, string>;
  log?: (line: string) => void;
}): Promise<EmbeddedPostgres> {
  await mkdir(options.dataDir, { recursive: true });
  const dataDir = await realpath(options.dataDir);
  const owner = await takeFolder(dataDir);
  try {
    const privileges = choosePrivileges(dataDir);
    const binaries = await findBinaries();
    const serverDir = join(dataDir, "postgres");
    await makeServerFolder(binaries.initdb, dataDir, serverDir, privileges);
    await clearLeftovers(serverDir);
    const host = await openSocketFolder(dataDir, privileges);
    const logFile = await openLogFile(dataDir);
    const words = ["-D", serverDir, "-k", host, ...settingWords(options.settings ?? {})];
    const server = await startServer([...privileges.prefix, binaries.postgres, ...words], host, logFile);
    options.log?.(`PostgreSQL runs in ${serverDir}`);
    const connection = await openDatabase(host);
    return {
      connection,
      stop: async () => {
        await stopServer(server);
        owner?.close();
      },
    };
  } catch (error) {
    owner?.close();
    throw error;
  }
}

/** How to reach the server that another process runs in this folder; null where none lives. */
export async function findEmbeddedPostgres(dataDir: string): Promise<Connection | null> {
  if (!existsSync(dataDir)) return null;
  const host = socketFolder(await realpath(dataDir));
  const connection = { host, user, database: "musubi" };
  return (await tryConnect(connection)) === "up" ? connection : null;
}

function settingWords(settings: Record<string, string>): string[] {
  const all = {
    listen_addresses: "",
    unix_socket_permissions: "0700",
    max_connections: "100",
    shared_buffers: "64MB",
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_messages: "warning",
    ...settings,
  };
  return Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** A folder that initdb did not finish never gets its name, so a half-made one can't be met; its rest is swept away. */
async function makeServerFolder(
  initdb: string,
  dataDir: string,
  serverDir: string,
  privileges: Privileges,
): Promise<void> {
  const making = join(dataDir, "postgres.making");
  await rm(making, { recursive: true, force: true });
  if (!existsSync(serverDir)) {
    await mkdir(making, { mode: 0o700 });
    await giveTo(making, privileges);
    // The builtin locale sorts the same on every machine, so that indexes survive a move.
    const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
    const words = ["-D", making, "-U", user, "--auth=trust", "--no-instructions", ...locale];
    const [program = "", ...rest] = [...privileges.prefix, initdb, ...words];
    const child = spawn(program, rest, { stdio: ["ignore", "pipe", "pipe"], cwd: "/" });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (part: Buffer) => (said += part.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0)
      throw new Error(`The database could not be made in ${dataDir}: ${said.trim().slice(-2000)}`);
    await rename(making, serverDir);
  }
  await giveTo(serverDir, privileges);
}

/** Beside the data where the path has room for a socket's name (107 bytes), else in a private folder of the system's. */
function socketFolder(dataDir: string): string {
  const beside = join(dataDir, "socket");
  const room = 107 - "/.s.PGSQL.5432.lock".length;
  return Buffer.byteLength(beside) <= room ? beside : join(tmpdir(), `musubi-${shortName(dataDir)}`);
}

async function openSocketFolder(dataDir: string, privileges: Privileges): Promise<string> {
  const folder = socketFolder(dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  const ours = [process.getuid?.(), privileges.owner?.uid].includes(found.uid);
  if (!found.isDirectory() || !ours) {
    throw new Error(`${folder} is not ours: somebody else made it. Take it away, and start again.`);
  }
  await chmod(folder, 0o700);
  await giveTo(folder, privileges);
  // The folder is ours alone and no server lives: a lock that is left over would only name a stranger.
  for (const name of [".s.PGSQL.5432", ".s.PGSQL.5432.lock"]) await rm(join(folder, name), { force: true });
  return folder;
}

async function openLogFile(dataDir: string): Promise<string> {
  const file = join(dataDir, "postgres.log");
  if (existsSync(file) && (await stat(file)).size > logLimit) await rename(file, `${file}.1`);
  return file;
}

async function startServer(words: string[], host: string, logFile: string): Promise<ChildProcess> {
  const log = await open(logFile, "a", 0o600);
  const from = (await log.stat()).size;
  // Old backends of a killed server may still be ending: PostgreSQL says so, and is asked again.
  for (let attempt = 1; ; attempt += 1) {
    const [program = "", ...rest] = words;
    const child = spawn(program, rest, { stdio: ["ignore", log.fd, log.fd], cwd: "/" });
    const ended = new Promise<boolean>((done) => {
      child.once("exit", () => done(true));
      child.once("error", () => done(true));
    });
    const up = waitUntilUp(host, ended);
    if (await up) {
      await log.close();
      return child;
    }
    const said = (await readFile(logFile, "utf8")).slice(from).trim();
    if (attempt < 50 && said.includes("still in use")) {
      await delay(200);
      continue;
    }
    await log.close();
    throw new Error(`PostgreSQL did not start: ${said.slice(-2000)}`);
  }
}

async function waitUntilUp(host: string, ended: Promise<boolean>): Promise<boolean> {
  for (;;) {
    if ((await tryConnect({ host, user, database: "postgres" })) === "up") return true;
    if (await Promise.race([ended, delay(15, false)])) return false;
  }
}

async function tryConnect(connection: Connection): Promise<"up" | "down" | "noDatabase"> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.end();
    return "up";
  } catch (error) {
    return error instanceof pg.DatabaseError && error.code === "3D000" ? "noDatabase" : "down";
  }
}

async function openDatabase(host: string): Promise<Connection> {
  const connection = { host, user, database: "musubi" };
  if ((await tryConnect(connection)) === "noDatabase") {
    const client = new pg.Client({ host, user, database: "postgres" });
    await client.connect();
    await client.query("create database musubi");
    await client.end();
  }
  return connection;
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGINT");
  // Whoever holds a connection after so long is cut off; the log recovers everything committed.
  const hurry = setTimeout(() => server.kill("SIGQUIT"), 8_000);
  await ended;
  clearTimeout(hurry);
}
