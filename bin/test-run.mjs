import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { endProcessesOf, processesOf } from "./run-processes.mjs";

/**
 * `/tmp` is used if the path of the temporary folder leaves too little room for a socket's path in it (103 bytes on macOS).
 */
const longestParent = 50;
/**
 * Files that a run shares and makes once are named `kept-...`. tsx keeps its compiled files there for the whole run; Chromium leaves
 * its own folder if it is killed.
 */
const isKept = (name) => ["kept-", "tsx-", ".org.chromium."].some((prefix) => name.startsWith(prefix));

/**
 * Gives this process, and everything it starts from now on, a temporary folder. When this process ends, in any way,
 * another process that watches it removes the folder and ends every process of the folder. Null if this process is
 * already part of such a run.
 */
export function openRun() {
  if (process.env.MUSUBI_TEST_RUN !== undefined) return null;
  const given = realpathSync(tmpdir());
  const folder = mkdtempSync(join(given.length > longestParent ? "/tmp" : given, "musubi-"));
  // Like /tmp: programs that root starts as another user make their own files there.
  chmodSync(folder, 0o1777);
  // Its own session, so that Ctrl+C does not reach it. It gets the folder's name by standard input; in its environment,
  // the name would make it a part of the run.
  const watcher = spawn(process.execPath, [join(import.meta.dirname, "end-test-run.mjs")], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.unref();
  watcher.stdin.write(`${folder}\n`);
  watcher.stdin.unref();
  process.env.MUSUBI_TEST_RUN = folder;
  process.env.TMPDIR = folder;
  return {
    folder,
    leftBehind: () => leftBehind(folder),
    end: async () => {
      await endRun(folder);
      process.env.TMPDIR = given;
      delete process.env.MUSUBI_TEST_RUN;
    },
  };
}

/** What is left of a run, in words, after its ending processes had some seconds: processes and their files. */
async function leftBehind(folder) {
  const begun = Date.now();
  while (processesOf(folder).length > 0 && Date.now() - begun < 5_000) await delay(50);
  const names = readdirSync(folder).filter((name) => !isKept(name));
  return [
    ...processesOf(folder).map(({ pid, program }) => `process ${pid}: ${program.slice(0, 200)}`),
    ...names.map((name) => join(folder, name)),
  ];
}

/** Ends a run's processes, and removes its folder. */
export async function endRun(folder) {
  await endProcessesOf(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
