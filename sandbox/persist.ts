import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { apply, snapshot } from "./journal.ts";
import type { Entry, State } from "./state.ts";

/** How long changes may wait before they are written: a kill of the local Smaregi can lose this much. */
const waitMs = 100;
/** The interval of retries if a write failed because the disk is full. */
const againMs = 1_000;
/** From this size on, the appended lines are folded into a new file as soon as they outgrow the rest of it. */
const foldFrom = 8 * 1024 * 1024;

/**
 * Loads the state from a file, and stores it there from now on. The file is lines of JSON, one per change. Changes are appended, so
 * each costs its own size and not that of the whole. `flush` writes what waits.
 */
export function keepInFile(state: State, file: string): { flush(): void } {
  load(state, file);
  mkdirSync(dirname(file), { recursive: true });
  let size = fold(state, file);
  let appended = 0;
  let waiting: Entry[] = [];
  let timer: NodeJS.Timeout | null = null;
  const append = () => {
    const text = Buffer.from(waiting.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    try {
      appendFileSync(file, text);
    } catch (error) {
      // The partial line has no end: the next one would continue it.
      truncateSync(file, size + appended);
      throw error;
    }
    waiting = [];
    appended += text.length;
  };
  const write = () => {
    timer = null;
    try {
      append();
      if (appended <= Math.max(foldFrom, size)) return;
      size = fold(state, file);
      appended = 0;
    } catch (error) {
      process.stderr.write(`${file} can't be written now, and is tried again: ${String(error)}\n`);
      timer = setTimeout(write, againMs);
    }
  };
  state.keep = (entry) => {
    waiting.push(entry);
    timer ??= setTimeout(write, waitMs);
  };
  return {
    flush: () => {
      if (timer === null) return;
      clearTimeout(timer);
      write();
    },
  };
}

/** Applies the lines again. The last one may be torn by a kill: then it counts as never written. */
function load(state: State, file: string): void {
  if (!existsSync(file)) return;
  const lines = readFileSync(file, "utf8").split("\n");
  const whole = lines.slice(0, -1);
  for (const [index, line] of whole.entries()) {
    try {
      apply(state, JSON.parse(line) as Entry);
    } catch (error) {
      throw new Error(
        `${file}, line ${index + 1}, is not what the local Smaregi wrote. Move the file away.`,
        {
          cause: error,
        },
      );
    }
  }
  // A single line without an end is a file from before 0.1.0, written whole and in one step.
  if (whole.length === 0 && lines[0] !== undefined && lines[0] !== "") {
    apply(state, JSON.parse(lines[0]) as Entry);
  }
}

/** Writes everything to a new file beside the old one, and replaces that in one step. Returns its size. */
function fold(state: State, file: string): number {
  const made = openSync(`${file}.new`, "w");
  let size = 0;
  try {
    for (const entry of snapshot(state)) {
      const line = `${JSON.stringify(entry)}\n`;
      writeFileSync(made, line);
      size += Buffer.byteLength(line);
    }
    fsyncSync(made);
  } catch (error) {
    rmSync(`${file}.new`);
    throw error;
  } finally {
    closeSync(made);
  }
  renameSync(`${file}.new`, file);
  return size;
}
