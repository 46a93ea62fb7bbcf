import { setTimeout as delay } from "node:timers/promises";
import { EmbeddedPostgresBusy } from "./folder-lock.ts";
import { readPostmasterFile } from "./postmaster-file.ts";
import { birthOf, isServerOf, parentOf, signal } from "./processes.ts";

/** How long a server without its process may take for its fast shutdown, and then for its immediate one. */
const fastMs = 3_000;
const immediateMs = 30_000;

/**
 * Prepares a folder whose lock we hold for a new server: stops a server that lost the process which started it.
 * `former` is that process, or 0. Returns the process that a stale lock file names, whether alive (the number is used
 * again, or it is a zombie) or not; null if there is no lock file. The file stays: PostgreSQL needs it to find out if
 * old backends still live.
 */
export async function endOrphan(dataDir: string, serverDir: string, former: number): Promise<number | null> {
  const found = await readPostmasterFile(serverDir);
  if (found === null) return null;
  const { pid } = found;
  // Its parent lives, although we hold the lock: it locked the folder by another kind of lock than ours.
  if (former !== 0 && isServerOf(pid, serverDir) && parentOf(pid) === former && birthOf(former) !== "")
    throw new EmbeddedPostgresBusy(dataDir, former);
  let sent: NodeJS.Signals | null = null;
  for (const begun = performance.now(); isServerOf(pid, serverDir); await delay(20)) {
    const waited = performance.now() - begun;
    if (waited > immediateMs)
      throw new Error(`The PostgreSQL of ${serverDir} (process ${pid}) does not end.`);
    // The immediate shutdown loses nothing either: the next start recovers from the log.
    const wanted = waited > fastMs ? "SIGQUIT" : "SIGINT";
    if (sent !== wanted) signal(pid, wanted);
    sent = wanted;
  }
  return pid;
}
