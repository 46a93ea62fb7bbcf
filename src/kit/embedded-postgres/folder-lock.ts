import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, constants, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { birthOf, isAlive } from "./processes.ts";
import { isSystemError } from "./system-error.ts";

/** Another process already runs the server of this folder. `pid` is 0 if it is not known. */
export class EmbeddedPostgresBusy extends Error {
  readonly code = "EMBEDDED_POSTGRES_BUSY";
  readonly dataDir: string;
  readonly pid: number;

  constructor(dataDir: string, pid: number) {
    const who = pid === 0 ? "" : ` (process ${pid})`;
    super(
      `The data folder ${dataDir} is in use by another Musubi that is still running${who}. ` +
        "Stop that one first, or set DATA_DIR to another folder.",
    );
    this.name = "EmbeddedPostgresBusy";
    this.dataDir = dataDir;
    this.pid = pid;
  }
}

/** A folder that only this process uses. `former` is the process that used it before and did not release it, or 0. */
export type FolderLock = { former: number; release(): void };

/** The operator's command line holds a folder for about a second: a start waits this long for it. */
const patienceMs = 3_000;
/** open(2) on macOS: lock the file while opening it. */
const darwinExclusiveLock = 0x20;

const lockFile = (dataDir: string): string => join(dataDir, "postgres.lock");

/**
 * Locks the folder (an absolute, real path) for this process. The kernel itself releases the lock when the process
 * dies, so it is never stale, and two first starts can't both get it. `programPath` is where flock(1) is looked for.
 * Throws `EmbeddedPostgresBusy` if another process holds the lock.
 */
export async function lockFolder(dataDir: string, programPath: string): Promise<FolderLock> {
  for (const begun = performance.now(); ; await delay(100)) {
    const taken = await tryLock(dataDir, programPath);
    if (taken !== null) return taken;
    if (performance.now() - begun > patienceMs) throw new EmbeddedPostgresBusy(dataDir, ownerOf(dataDir));
  }
}

/** The living process that holds the folder; 0 if there is none. */
export function ownerOf(dataDir: string): number {
  const { pid, birth } = readOwner(dataDir);
  return pid !== 0 && isAlive(pid) && birthOf(pid) === birth ? pid : 0;
}

function readOwner(dataDir: string): { pid: number; birth: string } {
  try {
    const [pid = "0", birth = ""] = readFileSync(lockFile(dataDir), "utf8").trim().split(" ");
    return { pid: Number(pid), birth };
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return { pid: 0, birth: "" };
    throw error;
  }
}

async function tryLock(dataDir: string, programPath: string): Promise<FolderLock | null> {
  const file = openLocked(lockFile(dataDir), programPath);
  if (file === "taken") return null;
  const socket = file.locked ? null : await tryListen(dataDir);
  if (socket === "taken") {
    closeSync(file.fd);
    return null;
  }
  const former = readOwner(dataDir).pid;
  ftruncateSync(file.fd);
  writeSync(file.fd, `${process.pid} ${birthOf(process.pid)}\n`, 0);
  return {
    former: former === process.pid ? 0 : former,
    release: () => {
      ftruncateSync(file.fd);
      closeSync(file.fd);
      socket?.close();
    },
  };
}

/** Opens the file and locks it, if this system can: Node itself has no file locks. */
function openLocked(file: string, programPath: string): { fd: number; locked: boolean } | "taken" {
  const flags = constants.O_RDWR | constants.O_CREAT;
  if (process.platform === "darwin") {
    try {
      return { fd: openSync(file, flags | darwinExclusiveLock | constants.O_NONBLOCK, 0o600), locked: true };
    } catch (error) {
      if (isSystemError(error, "EAGAIN", "EWOULDBLOCK")) return "taken";
      throw error;
    }
  }
  const fd = openSync(file, flags, 0o600);
  // flock(1) locks the open file that it inherits from us, and we keep the lock after it ends.
  const { status } = spawnSync("flock", ["-n", "3"], {
    stdio: ["ignore", "ignore", "ignore", fd],
    env: { PATH: programPath },
  });
  if (status !== 1) return { fd, locked: status === 0 };
  closeSync(fd);
  return "taken";
}

/** Without flock(1): a listening socket whose name is in no folder. It works within one container only. */
async function tryListen(dataDir: string): Promise<Server | "taken"> {
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 32);
  const server = createServer((socket) => socket.destroy());
  return await new Promise((done, refuse) => {
    server.once("error", (error) => {
      if (isSystemError(error, "EADDRINUSE")) done("taken");
      else refuse(error);
    });
    server.listen(`\0musubi-${name}`, () => {
      server.unref();
      done(server);
    });
  });
}
