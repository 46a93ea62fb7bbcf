import { existsSync } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { askState, connectionTo, type Connection } from "./connect.ts";
import { ownerOf } from "./folder-lock.ts";
import { readPostmasterFile } from "./postmaster-file.ts";
import { isPrivateTo, socketPort } from "./socket-folder.ts";

/** How long a server that another process is just starting or stopping is waited for. */
const patienceMs = 10_000;

/**
 * How to reach the living server of this folder, which another process runs; null where none lives. One that is just
 * starting is waited for. To be called as the user that started it, or as root.
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
      // Whoever can enter the folder of the socket could answer in the server's place.
      if ((await isPrivateTo(file.socketFolder, uid)) && (await askState(connection)) === "up")
        return connection;
    }
    if (ownerOf(folder) === 0 || performance.now() - begun > patienceMs) return null;
  }
}
