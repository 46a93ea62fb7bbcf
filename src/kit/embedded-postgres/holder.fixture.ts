import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readFileSync, symlinkSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { makeOnce } from "../../../test/support/make-once.ts";
import { packageRoot } from "../package-root.ts";
import type { Connection } from "./connect.ts";

/** Another process that runs the server of a folder, and its output. */
export type Holder = {
  process: ChildProcess;
  connection: Connection;
  /** How long its start took, in milliseconds. */
  ms: number;
  committed: number[];
  stderr: () => string;
  /** kill -9; waits for its end. */
  kill(): Promise<void>;
  /** SIGTERM: it stops its server and exits. */
  stop(): Promise<void>;
};

/** `programPath` is where it looks for setpriv and the like; `before` are words in front of its command. */
type HolderOptions = { write?: boolean; programPath?: string; uid?: number; before?: string[] };

/** Starts `start-and-hold.fixture.ts`; rejects with its output if it exits without starting the server. */
export async function hold(dataDir: string, options: HolderOptions = {}): Promise<Holder> {
  const child = launch(dataDir, options);
  let stderr = "";
  child.stderr?.on("data", (part: Buffer) => (stderr += part.toString()));
  const committed: number[] = [];
  const up = new Promise<Pick<Holder, "connection" | "ms">>((done, refuse) => {
    if (child.stdout === null) throw new Error("its standard output is a pipe");
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith("committed ")) committed.push(Number(line.slice(10)));
      else done(JSON.parse(line));
    });
    child.once("close", (code, by) => refuse(new Error(`It ended (${by ?? code}). ${stderr}`)));
  });
  const end = async (by: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(by);
    await once(child, "exit");
  };
  const ends = { kill: () => end("SIGKILL"), stop: () => end("SIGTERM") };
  return { process: child, committed, stderr: () => stderr, ...ends, ...(await up) };
}

/** Starts the same process without waiting for it. */
export function launch(dataDir: string, options: HolderOptions = {}): ChildProcess {
  const words = [programOf(), dataDir, options.write ? "write" : "hold"];
  const command = [...(options.before ?? []), process.execPath, ...words];
  if (options.programPath !== undefined) command.push(options.programPath);
  const child = spawn(command[0] ?? "", command.slice(1), {
    stdio: ["ignore", "pipe", "pipe"],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  launched.push(child);
  return child;
}

/** Compiled once per run: starting from the sources would take as long as starting the server. */
function programOf(): string {
  const name = "start-and-hold.fixture";
  const folder = join(tmpdir(), "kept-holder");
  makeOnce(folder, (making) => {
    const vite = join(packageRoot, "node_modules", "vite", "bin", "vite.js");
    const out = join(making, "out");
    const words = ["build", "--ssr", join(import.meta.dirname, `${name}.ts`), "--outDir", out];
    const env = { ...process.env, NODE_ENV: "production" };
    execFileSync(process.execPath, [vite, ...words, "--logLevel", "warn"], { cwd: making, env });
    // So that PostgreSQL's package is found from here, and other users may start it.
    symlinkSync(join(packageRoot, "node_modules"), join(making, "node_modules"));
    chmodSync(making, 0o755);
  });
  return join(folder, "out", `${name}.mjs`);
}

/** The main process of the server of a folder, read from its lock file. */
export const serverPid = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);

export async function query(connection: Connection, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client(connection);
  // A server that is killed while it answers emits an error event, too.
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Waits for a state, at most 20 seconds. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const begun = Date.now(); !isSo(); await delay(5))
    if (Date.now() - begun > 20_000) throw new Error(`still not so: ${what}`);
}

const made: string[] = [];
const launched: ChildProcess[] = [];

/** Creates a folder that only we can enter; `cleanUp` removes it. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "musubi-pg-"));
  made.push(folder);
  return folder;
}

/** Ends the processes that a failed test may have left, and removes the folders. */
export async function cleanUp(): Promise<void> {
  for (const child of launched.splice(0)) child.kill("SIGKILL");
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
