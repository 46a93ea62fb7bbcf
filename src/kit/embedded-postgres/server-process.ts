import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { askState, type Connection } from "./connect.ts";
import type { RunAs } from "./privileges.ts";
import { backendsIn, signal } from "./processes.ts";
import type { ServerLog } from "./server-log.ts";

/** How long a server may be silent before its start is given up. A server that says it recovers may take any time. */
const silenceMs = 60_000;
const oldBackendsMs = 30_000;
const fastShutdownMs = 8_000;

export type ServerStart = {
  runAs: RunAs;
  /** The program and its arguments. */
  command: string[];
  env: NodeJS.ProcessEnv;
  serverDir: string;
  connection: Connection;
  log: ServerLog;
  /** If aborted, a start in progress stops its server and throws. */
  signal?: AbortSignal | undefined;
};

/** Starts the server and waits until it answers. Throws an Error with the server's own output. */
export async function runServer(start: ServerStart): Promise<ChildProcess> {
  const begun = performance.now();
  for (;;) {
    start.signal?.throwIfAborted();
    start.log.mark();
    const [program = "", ...words] = [...start.runAs.words, ...start.command];
    const child = spawn(program, words, {
      stdio: ["ignore", start.log.fd, start.log.fd],
      cwd: "/",
      env: start.env,
      // Its own process group: Ctrl-C is for us, and the server ends after us.
      detached: true,
      ...start.runAs.spawnAs,
    });
    const ended = new Promise<string>((done) => {
      child.once("exit", (code, by) => done(by ?? `code ${code}`));
      child.once("error", (error) => done(error.message));
    });
    const failure = await waitUntilUp(child, ended, start).catch(async (error: unknown) => {
      child.kill("SIGQUIT");
      await ended;
      throw error;
    });
    if (failure === null) return child;
    const said = start.log.tail();
    // Its main process was killed, and the others may take a while to notice; one that is computing never does.
    if (said.includes("still in use") && performance.now() - begun < oldBackendsMs) {
      for (const pid of backendsIn(start.serverDir)) signal(pid, "SIGQUIT");
      await delay(50);
      continue;
    }
    throw new Error(`PostgreSQL did not start in ${start.serverDir} (${failure}). ${said}`);
  }
}

/** Returns null when the server is up, otherwise how it ended. */
async function waitUntilUp(
  child: ChildProcess,
  ended: Promise<string>,
  { connection, signal: stop }: ServerStart,
): Promise<string | null> {
  let heard = performance.now();
  for (;;) {
    stop?.throwIfAborted();
    const state = await askState(connection);
    if (state === "up" || state === "noDatabase") return null;
    if (state === "starting") heard = performance.now();
    if (performance.now() - heard > silenceMs) {
      child.kill("SIGQUIT");
      return `it does not answer; ${await ended}`;
    }
    const failure = await Promise.race([ended, delay(10, null)]);
    if (failure !== null) return failure;
  }
}

/**
 * Fast shutdown; after 8 seconds the immediate one, which cuts off everyone who is left but loses nothing committed.
 */
export async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGINT");
  const hurry = setTimeout(() => server.kill("SIGQUIT"), fastShutdownMs);
  await ended;
  clearTimeout(hurry);
}
