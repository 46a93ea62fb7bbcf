import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { packageRoot } from "../../src/kit/package-root.ts";

export type Server = {
  url: string;
  /** The operators' port. */
  health: string;
  process: ChildProcess;
  /** `log`: its standard error; `said`: its standard output. */
  log(): string;
  said(): string;
  /** `kill -9`. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

/** Records the server's database statements; they are checked at the end of the run. */
const recorder = pathToFileURL(join(packageRoot, "test/distributed/record.mjs")).href;

/** The command that runs the server as `npm start` does. */
export const asInstalled = (node = process.execPath): string[] => [
  node,
  "--max-semi-space-size=8",
  "--import",
  recorder,
  join(packageRoot, "dist", "src", "main.js"),
];

/**
 * Starts the real server, by the command of `npm start` or another one, and waits until it reports that it is ready.
 */
export async function startServer(env: Record<string, string>, command = asInstalled()): Promise<Server> {
  const [program = "", ...words] = command;
  const child = spawn(program, words, {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...environment(),
      HOST: "127.0.0.1",
      PORT: "0",
      MUSUBI_LOG: "warn",
      // Many sign in, and no one guesses passwords; the cost of a hash is tested beside its code.
      PASSWORD_HASH_COST: "12",
      ...env,
    },
  });
  let log = "";
  let said = "";
  child.stderr.on("data", (part: Buffer) => (log += part.toString()));
  const ended = once(child, "exit");
  const url = await new Promise<string>((ready, refuse) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      said += `${line}\n`;
      const match = /^ready ?(\S*)$/.exec(line);
      if (match !== null) ready(match[1] ?? "");
    });
    child.once("error", refuse);
    child.once("exit", (code, signal) =>
      refuse(new Error(`The server ended with ${code ?? signal}: ${log}`)),
    );
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  return {
    url,
    health: /^ {2}(\S+)\/metrics/m.exec(said)?.[1] ?? "",
    process: child,
    log: () => log,
    said: () => said,
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
}

/** The part of our own environment that programs of the tests get: the search path, and the name of the run. */
export function environment(): NodeJS.ProcessEnv {
  const names = ["PATH", "TMPDIR", "MUSUBI_TEST_RUN"];
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}
