// No dependencies here: this runs before there are any.
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const isCode = (error, ...codes) => codes.includes(error.code);

/** When a process began, if the system says (Linux): a later process with the same number began at another time. */
function birthOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch (error) {
    if (isCode(error, "ENOENT", "ESRCH", "ENOTDIR")) return "";
    throw error;
  }
}

const us = () => `${process.pid} ${birthOf(process.pid)}`;

function lives(owner) {
  const [pid, birth] = owner.split(" ");
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (isCode(error, "ESRCH")) return false;
    if (!isCode(error, "EPERM")) throw error;
  }
  return birthOf(pid) === birth;
}

function readOwner(lock) {
  try {
    return readFileSync(lock, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw error;
  }
}

/** Makes the lock, with our name in it from the first moment; false if another process has it. */
function tryTake(lock) {
  const ours = `${lock}.${process.pid}`;
  writeFileSync(ours, us());
  try {
    linkSync(ours, lock);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    rmSync(ours, { force: true });
  }
}

/** Removes a dead process's lock. Only one of two processes does it, so that none removes another's new lock. */
function clear(lock) {
  const guard = `${lock}.clearing`;
  try {
    mkdirSync(guard);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
    const made = statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    // The guard is held for a moment only: its process was killed in that moment.
    if (Date.now() - made > 5_000) rmSync(guard, { recursive: true, force: true });
    return;
  }
  const owner = readOwner(lock);
  if (owner !== null && !lives(owner)) rmSync(lock, { force: true });
  rmSync(guard, { recursive: true, force: true });
}

/**
 * Runs `work` while no other process runs the work of this name in this folder, and returns its result. Takes over
 * the lock of a killed process at once.
 */
export function oneAtATime(name, work) {
  const lock = join(root, `.${name}.lock`);
  const begun = Date.now();
  let told = false;
  while (!tryTake(lock)) {
    const owner = readOwner(lock);
    if (owner !== null && !lives(owner)) clear(lock);
    else sleep(50);
    if (!told && Date.now() - begun > 2_000) {
      told = true;
      const [pid = "?"] = (owner ?? "").split(" ");
      process.stderr.write(`Waiting for process ${pid}, which does the ${name} in ${root} ...\n`);
    }
  }
  const release = () => rmSync(lock, { force: true });
  process.once("exit", release);
  try {
    return work();
  } finally {
    process.removeListener("exit", release);
    release();
  }
}
