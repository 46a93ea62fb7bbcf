import { closeSync, copyFileSync, fstatSync, ftruncateSync, openSync, readSync } from "node:fs";

/** Bytes that the file may have before it is moved to `<file>.1` and begun anew. */
const limit = 4 * 1024 * 1024;
const lookEveryMs = 5_000;

/** The file that the server writes its log to. */
export type ServerLog = { fd: number; mark(): void; tail(): string; close(): void };

/**
 * Opens the log file for a server that writes to `fd` itself, and keeps it and its one predecessor within a few
 * megabytes while this process lives. `tail` answers what was written since `mark`, its last 2,000 bytes.
 */
export function openServerLog(file: string): ServerLog {
  // Opened for appending: the server goes on at the new end when the file is emptied.
  const fd = openSync(file, "a+", 0o600);
  let from = fstatSync(fd).size;
  const turn = () => {
    if (fstatSync(fd).size <= limit) return;
    // Copied and emptied, not renamed: the server has the file open. Lines written in between are lost.
    try {
      copyFileSync(file, `${file}.1`);
    } catch {
      // A full disk: neither the server nor we end for the log's sake, and it is tried again.
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
