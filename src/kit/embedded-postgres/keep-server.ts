import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { wordsOf } from "../error-words.ts";
import { stopServer } from "./server-process.ts";

/** The server is given up after this many failed starts in a row. */
const mostFailures = 3;
/** A server that ends within this time after its start counts as failed to start. */
const settledMs = 10_000;
const pauseMs = 500;

/** The server ended by itself and could not be started again. The message contains the server's last output. */
export class EmbeddedPostgresLost extends Error {
  readonly code = "EMBEDDED_POSTGRES_LOST";

  constructor(words: string) {
    super(
      "内蔵のPostgreSQLが停止し、3回続けて再起動できなかったため、結びを終了します。 / " +
        `The embedded PostgreSQL ended and could not be started again three times in a row: Musubi ends. ${words}`,
    );
    this.name = "EmbeddedPostgresLost";
  }
}

/** `lost` settles only if the server is given up. `stop` ends the server, or the attempt to start it again. */
export type KeptServer = { lost: Promise<EmbeddedPostgresLost>; stop(): Promise<void> };

/**
 * Watches a running server and starts it again if it ends by itself, until `stop` or three failures in a row. The
 * server ends with this process if nothing else ends it. `startAgain` gives up early if its signal is aborted.
 */
export function keepServer(
  first: ChildProcess,
  startAgain: (signal: AbortSignal) => Promise<ChildProcess>,
  { log, tail }: { log: (line: string) => void; tail: () => string },
): KeptServer {
  const stopping = new AbortController();
  const { signal } = stopping;
  let server = first;
  let failures = 0;
  const takeAlong = () => void server.kill("SIGINT");
  process.once("exit", takeAlong);

  async function run(): Promise<EmbeddedPostgresLost | null> {
    for (let since = performance.now(); ; since = performance.now()) {
      const how = await endOf(server);
      if (signal.aborted) return null;
      log(`PostgreSQL ended by itself (${how}) and is started again: ${tail()}`);
      let words = tail();
      failures = performance.now() - since > settledMs ? 0 : failures + 1;
      for (;;) {
        if (failures >= mostFailures) return new EmbeddedPostgresLost(words);
        try {
          server = await startAgain(signal);
          break;
        } catch (error) {
          if (signal.aborted) return null;
          failures += 1;
          words = wordsOf(error);
          log(`PostgreSQL could not be started again (${failures} of ${mostFailures}): ${words}`);
        }
        await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      }
      log(`PostgreSQL runs again (process ${server.pid})`);
    }
  }
  const running = run();
  return {
    // A server that was stopped is never lost.
    lost: new Promise((tell, fail) => void running.then((lost) => lost !== null && tell(lost), fail)),
    stop: async () => {
      stopping.abort();
      await stopServer(server);
      await running;
      // It started at the very moment of the stop.
      await stopServer(server);
      process.removeListener("exit", takeAlong);
    },
  };
}

async function endOf(server: ChildProcess): Promise<string> {
  const told = () => server.signalCode ?? `code ${server.exitCode}`;
  if (server.exitCode !== null || server.signalCode !== null) return told();
  return await new Promise((done) => void server.once("exit", () => done(told())));
}
