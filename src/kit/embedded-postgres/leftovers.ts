import { setTimeout as delay } from "node:timers/promises";
import { EmbeddedPostgresBusy } from "./folder-lock.ts";
import { readPostmasterFile } from "./postmaster-file.ts";
import { birthOf, isServerOf, parentOf, signal } from "./processes.ts";

/** How long a server without its process may take for its fast shutdown, and then for its immediate one. */
const fastMs = 3_000;
const immediateMs = 30_000;

/**
 * Makes way for a new server in a folder whose lock we hold: ends a server that lost the process which started it.
 * `former` is that process, or 0. Answers the process that a stale lock file names, living (the number was given
 * again, or it is a zombie) or not; null where there is no lock file. The file itself stays: by it PostgreSQL finds
 * out whether old backends still live.
 */
export async function endOrphan(dataDir: string, serverDir: string, former: number): Promise<number | null> {
  const found = await readPostmasterFile(serverDir);
  if (found === null) return null;
  const { pid } = found;
  // Its parent lives, though we hold the lock: it took the folder by another kind of lock than ours.
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
