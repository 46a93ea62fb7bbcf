import { lstat, mkdir, mkdtemp, rm, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { giveTo, type RunAs } from "./privileges.ts";
import { isSystemError } from "./system-error.ts";

/** The number in the name of the socket; no port is opened. */
export const socketPort = 5432;
const socketName = `.s.PGSQL.${socketPort}`;
/** The maximum length of a socket's path in bytes: 107 on Linux, 103 on macOS. */
const room = 103;
const temporaryPrefix = "musubi-socket-";

/** A private folder for the server's socket; `remove` deletes it unless it is beside the data. */
export type SocketFolder = { path: string; remove(): Promise<void> };

/**
 * Creates the folder of the socket, open only to the server's user (and root): `<dataDir>/socket` if that path is
 * short enough, otherwise a new folder in the system's temporary folder. `former` is the one of the last start, which
 * may have been killed. Call it only while no server of this folder lives.
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
  // Created again: what was there belonged to someone else or to a dead server.
  await removeOld(beside);
  await mkdir(beside, { mode: 0o700 });
  giveTo(beside, server.owner);
  return { path: beside, remove: async () => {} };
}

/** True if a path is a folder of this user, ours or root's that no one else can enter. False if there is none. */
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

/** Removes a folder that contains only the socket of a dead server; throws if it contains something else. */
async function removeOld(folder: string): Promise<void> {
  for (const name of [socketName, `${socketName}.lock`]) await rm(join(folder, name), { force: true });
  try {
    await rmdir(folder);
  } catch (error) {
    if (!isSystemError(error, "ENOENT")) throw error;
  }
}
