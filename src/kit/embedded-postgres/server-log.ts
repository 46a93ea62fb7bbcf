import { closeSync, copyFileSync, fstatSync, ftruncateSync, openSync, readSync } from "node:fs";

/** Size in bytes at which the file is moved to `<file>.1` and started again. */
const limit = 4 * 1024 * 1024;
const lookEveryMs = 5_000;

/** The file that the server writes its log to. */
export type ServerLog = { fd: number; mark(): void; tail(): string; close(): void };

/**
 * Opens the log file for a server that writes to `fd` itself. While this process lives, keeps the file and its one
 * predecessor within a few megabytes. `tail` returns what was written since `mark`, at most the last 2,000 bytes.
 */
export function openServerLog(file: string): ServerLog {
  // Opened for appending: after the file is emptied, the server continues at its new end.
  const fd = openSync(file, "a+", 0o600);
  let from = fstatSync(fd).size;
  const turn = () => {
    if (fstatSync(fd).size <= limit) return;
    // Copied and emptied, not renamed, because the server has the file open. Lines written in between are lost.
    try {
      copyFileSync(file, `${file}.1`);
    } catch {
      // The disk is full: neither the server nor we end because of the log; it is tried again.
      return;
    }
    ftruncateSync(fd, 0);
    from = 0;
  };
  turn();
  const watch = setInterval(turn, lookEveryMs);
  watch.unref();
  return {
    fd,
    mark: () => {
      from = fstatSync(fd).size;
    },
    tail: () => {
      const { size } = fstatSync(fd);
      const start = Math.max(from, size - 2_000);
      const part = Buffer.alloc(Math.max(0, size - start));
      const length = readSync(fd, part, 0, part.length, start);
      return part.toString("utf8", 0, length).trim();
    },
    close: () => {
      clearInterval(watch);
      closeSync(fd);
    },
  };
}
