import { createHash } from "node:crypto";
import { createServer, type Server } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** Another process already runs the server of this folder. */
export class EmbeddedPostgresBusy extends Error {
  constructor(dataDir: string) {
    super(
      `The data folder ${dataDir} is in use by another Musubi that is still running. ` +
        "Stop that one first, or set DATA_DIR to another folder.",
    );
    this.name = "EmbeddedPostgresBusy";
  }
}

/** A short name of a folder, for addresses that have no room for its path. */
export const shortName = (dataDir: string): string =>
  createHash("sha256").update(dataDir).digest("hex").slice(0, 16);

/** The operator's command line holds a folder for about a second: a start that meets it waits so long. */
const patienceMs = 3_000;

/**
 * Takes the folder for this process: a listening socket that the kernel itself gives up when the process dies,
 * so that it is never stale. On Linux it has a name in no folder at all; elsewhere the server's own lock has to do.
 * Throws `EmbeddedPostgresBusy` where another process keeps it.
 */
export async function takeFolder(dataDir: string): Promise<Server | null> {
  if (process.platform !== "linux") return null;
  const name = `\0musubi-${process.getuid?.() ?? 0}-${shortName(dataDir)}`;
  for (const begun = Date.now(); ; await delay(100)) {
    const server = await tryListen(name);
    if (server !== null) return server;
    if (Date.now() - begun > patienceMs) throw new EmbeddedPostgresBusy(dataDir);
  }
}

async function tryListen(name: string): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy());
  return await new Promise((done, refuse) => {
    server.once("error", (error) => {
      if ("code" in error && error.code === "EADDRINUSE") done(null);
      else refuse(error);
    });
    server.listen(name, () => {
      server.unref();
      done(server);
    });
  });
}
