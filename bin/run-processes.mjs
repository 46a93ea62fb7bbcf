import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** A process: `program` is its command line, `words` the same and, if we may read it, its environment. */
function listProcesses() {
  if (process.platform !== "linux") {
    const { stdout } = spawnSync("ps", ["-axwwE", "-o", "pid=,ppid=,command="], { encoding: "utf8" });
    return stdout.split("\n").flatMap((line) => {
      const [, pid, parent, words] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), program: words, words }];
    });
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const [stat, program] = [readProcess(name, "stat"), readProcess(name, "cmdline").replaceAll("\0", " ")];
      const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      // A zombie has ended: its parent has not collected it yet.
      if (stat === "" || state === "Z") return [];
      const words = `${program} ${readProcess(name, "environ")}`;
      return [{ pid: Number(name), parent: Number(parent), program: program.trim(), words }];
    });
}

function readProcess(pid, what) {
  try {
    return readFileSync(`/proc/${pid}/${what}`, "utf8");
  } catch (error) {
    // Gone, ending at this moment, or another user's.
    if (["ENOENT", "ESRCH", "EACCES", "EPERM"].includes(error.code)) return "";
    throw error;
  }
}

const isPostgres = (program) => /(^|\/)(postgres|initdb)( |:|$)/.test(program);

/**
 * Returns the living processes of a test run, except ourselves: those that have its name in their environment, and
 * all that they started. PostgreSQL gets nothing of our environment, but has its data folder on its command line.
 */
export function processesOf(folder) {
  const all = listProcesses().filter(({ pid }) => pid !== process.pid);
  const isMarked = ({ program, words }) =>
    words.includes(`MUSUBI_TEST_RUN=${folder}`) || (isPostgres(program) && program.includes(folder));
  const found = new Map(all.filter(isMarked).map((each) => [each.pid, each]));
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const each of all) if (found.has(each.parent)) found.set(each.pid, each);
  }
  return [...found.values()];
}

/** Ends every process of a test run. A PostgreSQL has some seconds to end by itself: only it can free its shared memory. */
export async function endProcessesOf(folder) {
  const begun = Date.now();
  for (let left = processesOf(folder); left.length > 0; left = processesOf(folder)) {
    const isPatient = Date.now() - begun < 8_000;
    for (const { pid, program } of left) {
      if (!isPatient || !isPostgres(program)) signal(pid, "SIGKILL");
      // Its main process ends the others.
      else if (!program.startsWith("postgres:")) signal(pid, "SIGQUIT");
    }
    await delay(50);
  }
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
