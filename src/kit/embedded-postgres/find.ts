import { existsSync } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { askState, connectionTo, type Connection } from "./connect.ts";
import { ownerOf } from "./folder-lock.ts";
import { readPostmasterFile } from "./postmaster-file.ts";
import { isPrivateTo, socketPort } from "./socket-folder.ts";

/** How long to wait for a server that another process is starting or stopping right now. */
const patienceMs = 10_000;

/**
 * The connection to the running server of this folder, which another process started; null if none is running. Waits
 * for one that is just starting. Call it as the user that started the server, or as root.
 */
export async function findEmbeddedPostgres(dataDir: string): Promise<Connection | null> {
  if (!existsSync(dataDir)) return null;
  const folder = await realpath(dataDir);
  const serverDir = join(folder, "postgres");
  for (const begun = performance.now(); ; await delay(50)) {
    const file = existsSync(serverDir) ? await readPostmasterFile(serverDir) : null;
    if (file !== null && file.port === socketPort) {
      const { uid } = await stat(serverDir);
      const connection = connectionTo(file.socketFolder);
      // Anyone who can enter the socket's folder could answer in place of the server.
      if ((await isPrivateTo(file.socketFolder, uid)) && (await askState(connection)) === "up")
        return connection;
    }
    if (ownerOf(folder) === 0 || performance.now() - begun > patienceMs) return null;
  }
}
