import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { findBinaries } from "./binaries.ts";
import { makeCluster } from "./cluster.ts";
import { askState, connectionTo, createDatabase, type Connection } from "./connect.ts";
import { lockFolder } from "./folder-lock.ts";
import { keepServer, type EmbeddedPostgresLost } from "./keep-server.ts";
import { endOrphan } from "./leftovers.ts";
import { readPostmasterFile } from "./postmaster-file.ts";
import { choosePrivileges, giveTo } from "./privileges.ts";
import { clusterNameOf } from "./processes.ts";
import { openServerLog } from "./server-log.ts";
import { runServer } from "./server-process.ts";
import { openSocketFolder, socketPort } from "./socket-folder.ts";

export type { Connection } from "./connect.ts";
export { findEmbeddedPostgres } from "./find.ts";
export { EmbeddedPostgresBusy } from "./folder-lock.ts";
export { EmbeddedPostgresLost } from "./keep-server.ts";

/** `lost` settles if the server ended by itself and could not be started again; until then the connection stays the same. */
export type EmbeddedPostgres = {
  connection: Connection;
  lost: Promise<EmbeddedPostgresLost>;
  stop(): Promise<void>;
};

type Options = {
  dataDir: string;
  settings?: Record<string, string>;
  log?: (line: string) => void;
  /** Where setpriv, unshare and flock are looked for; by default the system's own places. */
  programPath?: string;
};
type Closing = () => void | Promise<void>;

/**
 * Starts the PostgreSQL of this data folder, and creates it first if needed. It listens on a Unix socket only, is started again if it
 * ends by itself, and ends with this process, however that ends. `settings` are PostgreSQL's own, by name. Throws
 * `EmbeddedPostgresBusy` if another process runs it, and an Error with the server's output if it does not start.
 */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  if (process.platform === "win32")
    throw new Error(
      "On Windows there is no embedded PostgreSQL: it is reached by a Unix socket, which Node has not there. Set DATABASE_URL to a PostgreSQL of yours.",
    );
  // The server's user must be able to pass through; what is inside is closed to others by itself.
  await mkdir(options.dataDir, { recursive: true, mode: 0o711 });
  const dataDir = await realpath(options.dataDir);
  const programPath = options.programPath ?? "/usr/sbin:/usr/bin:/sbin:/bin";
  const lock = await lockFolder(dataDir, programPath);
  const closings: Closing[] = [() => lock.release()];
  const close = async () => {
    for (const closing of closings.splice(0).toReversed()) await closing();
  };
  try {
    const { connection, lost } = await start(dataDir, lock.former, { ...options, programPath }, closings);
    let stopped: Promise<void> | undefined;
    return { connection, lost, stop: () => (stopped ??= close()) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Each resource that is opened adds the way to close it to `closings`. */
async function start(
  dataDir: string,
  former: number,
  options: Options & { programPath: string },
  closings: Closing[],
): Promise<Pick<EmbeddedPostgres, "connection" | "lost">> {
  const log = options.log ?? (() => {});
  const serverDir = join(dataDir, "postgres");
  const binaries = await findBinaries(join(dataDir, "postgres-lib"));
  // PostgreSQL gets nothing of our environment: it would take PGPORT, PGDATA and others as its settings.
  const env = { PATH: options.programPath, LC_ALL: "C", ...binaries.env };
  const privileges = choosePrivileges(binaries.postgres, env);
  const settings = settingsOf(options.settings);
  const sync = settings["fsync"] !== "off";
  await makeCluster(dataDir, binaries, env, privileges.initdb, { sync, log });

  const stale = await readPostmasterFile(serverDir);
  await endOrphan(dataDir, serverDir, former);
  giveTo(serverDir, privileges.server.owner);
  const socket = await openSocketFolder(dataDir, privileges.server, stale?.socketFolder ?? null);
  closings.push(() => socket.remove());
  const serverLog = openServerLog(join(dataDir, "postgres.log"));
  closings.push(() => serverLog.close());
  const connection = connectionTo(socket.path);
  const command = [
    binaries.postgres,
    "-D",
    serverDir,
    "-k",
    socket.path,
    "-c",
    `cluster_name=${clusterNameOf(serverDir)}`,
    ...words(settings),
  ];
  const run = async (signal?: AbortSignal) => {
    const stalePid = await endOrphan(dataDir, serverDir, former);
    return await runServer({
      runAs: privileges.server,
      command,
      // PostgreSQL takes any living process that its lock file names for a server, except its own grandparent. So we
      // tell it that this process is its grandparent; it still looks for old backends.
      env: stalePid === null ? env : { ...env, PG_GRANDPARENT_PID: String(stalePid) },
      serverDir,
      connection,
      log: serverLog,
      signal,
    });
  };
  const server = await run();
  const kept = keepServer(server, run, { log, tail: () => serverLog.tail() });
  closings.push(() => kept.stop());
  if ((await askState(connection)) === "noDatabase") await createDatabase(connection);
  log(`PostgreSQL runs in ${serverDir} (process ${server.pid}, ${privileges.way})`);
  return { connection, lost: kept.lost };
}

function settingsOf(given: Record<string, string> = {}): Record<string, string> {
  return {
    listen_addresses: "",
    port: String(socketPort),
    unix_socket_permissions: "0700",
    max_connections: "100",
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_messages: "warning",
    // A query ends if its process was killed, so that the next server does not have to wait for it.
    client_connection_check_interval: "2s",
    ...given,
  };
}

const words = (settings: Record<string, string>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
