import { open, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** How long a server that lost its process may take to end by itself, before it is told to. */
const patienceMs = 10_000;

/**
 * Makes way for a new server in a folder that is ours alone by now: waits for one that lost its process (it is
 * shutting down), ends it where it does not, and mends a lock file that names a zombie or somebody else's process.
 * The rest of a lock file stays: by it PostgreSQL itself finds out whether old backends still live.
 */
export async function clearLeftovers(serverDir: string): Promise<void> {
  const file = join(serverDir, "postmaster.pid");
  const pid = await pidIn(file);
  if (pid === null) return;
  const begun = Date.now();
  while (await isServerOf(pid, serverDir)) {
    const waited = Date.now() - begun;
    if (waited > 3 * patienceMs)
      throw new Error(`The PostgreSQL of ${serverDir} (process ${pid}) does not end.`);
    // Fast shutdown first; the immediate one recovers from the log at the next start, and loses nothing either.
    signal(pid, waited > patienceMs ? "SIGQUIT" : "SIGINT");
    await delay(50);
  }
  if (exists(pid)) await nameNobody(file);
}

async function pidIn(file: string): Promise<number | null> {
  try {
    const pid = Number((await readFile(file, "utf8")).split("\n")[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : null;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

const exists = (pid: number): boolean => signal(pid, 0);

/** False where there is no such process (any more). */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Whether a living process is the server of this folder: a server works inside its folder, and a zombie nowhere. */
async function isServerOf(pid: number, serverDir: string): Promise<boolean> {
  if (process.platform !== "linux") return exists(pid);
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === serverDir;
  } catch {
    // No such process, or a zombie.
    return false;
  }
}

/** PostgreSQL takes any living process named in its lock file for a server; this one is not. */
async function nameNobody(file: string): Promise<void> {
  const [, ...rest] = (await readFile(file, "utf8")).split("\n");
  const kernelMost = 4_194_304;
  let free = kernelMost - 1;
  while (exists(free)) free -= 1;
  const handle = await open(file, "r+");
  await handle.truncate(0);
  await handle.write([String(free), ...rest].join("\n"), 0);
  await handle.sync();
  await handle.close();
}
