import { lstat, mkdir, mkdtemp, rm, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { giveTo, type RunAs } from "./privileges.ts";
import { isSystemError } from "./system-error.ts";

/** The number in the name of the socket; no port is opened. */
export const socketPort = 5432;
const socketName = `.s.PGSQL.${socketPort}`;
/** Bytes that the path of a socket may have: 107 on Linux, 103 on macOS. */
const room = 103;
const temporaryPrefix = "musubi-socket-";

/** A private folder for the server's socket; `remove` takes it away where it does not lie beside the data. */
export type SocketFolder = { path: string; remove(): Promise<void> };

/**
 * Makes the folder of the socket, open to the server's user (and root) alone: `<dataDir>/socket` where that path is
 * short enough, else a new one in the system's temporary folder. `former` is the one of the last start, which may have
 * been killed. Only to be called while no server of this folder lives.
 */
export async function openSocketFolder(
  dataDir: string,
  server: RunAs,
  former: string | null,
): Promise<SocketFolder> {
  const beside = join(dataDir, "socket");
  if (former !== null && former !== beside && isTemporary(former)) await removeOld(former);
  if (Buffer.byteLength(join(beside, socketName)) > room) {
    const path = await mkdtemp(join(tmpdir(), temporaryPrefix));
    giveTo(path, server.owner);
    return { path, remove: () => rm(path, { recursive: true, force: true }) };
  }
  // Made anew: whatever lay there was somebody else's, or a dead server's.
  await removeOld(beside);
  await mkdir(beside, { mode: 0o700 });
  giveTo(beside, server.owner);
  return { path: beside, remove: async () => {} };
}

/**
 * Whether a path is a folder of this user, ours or root's that nobody else can enter. False where there
 * is none.
 */
export async function isPrivateTo(folder: string, uid: number): Promise<boolean> {
  try {
    const found = await lstat(folder);
    return (
      found.isDirectory() && [uid, process.getuid?.(), 0].includes(found.uid) && (found.mode & 0o077) === 0
    );
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return false;
    throw error;
  }
}

const isTemporary = (path: string): boolean =>
  dirname(path) === tmpdir() && basename(path).startsWith(temporaryPrefix);

/** Takes a folder away that holds nothing but a dead server's socket; throws where it holds something else. */
async function removeOld(folder: string): Promise<void> {
  for (const name of [socketName, `${socketName}.lock`]) await rm(join(folder, name), { force: true });
  try {
    await rmdir(folder);
  } catch (error) {
    if (!isSystemError(error, "ENOENT")) throw error;
  }
}
