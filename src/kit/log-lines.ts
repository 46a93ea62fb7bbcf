import { write, writeSync } from "node:fs";

/** The maximum number of letters that wait if no one reads them; anything more is dropped. */
const mostWaiting = 4 * 1024 * 1024;
const againMs = 1_000;

/**
 * Writes lines to an open file (`fd`), in order, without making anyone wait. If a write fails because the disk is full or no one
 * reads, it is tried again every second: a log never ends a process, and never delays its end.
 */
export function openLines(fd: number): { write(line: string): void } {
  let waiting = "";
  let underWay = Buffer.alloc(0);
  let state: "idle" | "writing" | "refused" = "idle";

  const goOn = (): void => {
    if (underWay.length === 0) {
      underWay = Buffer.from(waiting);
      waiting = "";
    }
    if (underWay.length === 0) {
      state = "idle";
      process.removeListener("exit", end);
      return;
    }
    state = "writing";
    write(fd, underWay, (error, written) => {
      if (error === null) {
        underWay = underWay.subarray(written);
        goOn();
      } else {
        state = "refused";
        setTimeout(goOn, againMs).unref();
      }
    });
  };
  const end = (): void => {
    // What is being written at this moment gets there by itself.
    const rest = state === "refused" ? [underWay, Buffer.from(waiting)] : [Buffer.from(waiting)];
    try {
      for (const part of rest) for (let at = 0; at < part.length;) at += writeSync(fd, part, at);
    } catch {
      // Tried once: there is no one to tell.
    }
  };
  return {
    write: (line) => {
      if (waiting.length + line.length > mostWaiting) return;
      waiting += line;
      if (state !== "idle") return;
      process.once("exit", end);
      goOn();
    },
  };
}
