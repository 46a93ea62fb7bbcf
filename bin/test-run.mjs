import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { endProcessesOf, processesOf } from "./run-processes.mjs";

/** Where the temporary folder's own path leaves too little room for a socket's in it (103 bytes on macOS), `/tmp` is taken. */
const longestParent = 50;
/** What files of a run share and make once is `kept-...`. tsx keeps what it compiled there, for all of the run; Chromium leaves a folder of its own where it is ended by force. */
const isKept = (name) => ["kept-", "tsx-", ".org.chromium."].some((prefix) => name.startsWith(prefix));

/**
 * Gives this process, and all that it starts from now on, a temporary folder that is removed when this process ends,
 * however it ends, and every process of the folder ended: another process watches. Null where this process is part
 * of such a run already.
 */
export function openRun() {
  if (process.env.MUSUBI_TEST_RUN !== undefined) return null;
  const given = realpathSync(tmpdir());
  const folder = mkdtempSync(join(given.length > longestParent ? "/tmp" : given, "musubi-"));
  // As /tmp is: what root starts as another user makes its own files there.
  chmodSync(folder, 0o1777);
  // Its own session: Ctrl+C is not for it. It gets the folder's name by its standard input, or it would be one of the run.
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

/** What of a run is still there, in words, when what ends has had some seconds for it: processes and what they made. */
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
