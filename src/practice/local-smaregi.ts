import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { packageRoot } from "../kit/package-root.ts";

export type LocalSmaregi = {
  url: string;
  /** From now on it is not started again: Ctrl+C in a terminal ends both of us. */
  beginStop(): void;
  stop(): Promise<void>;
};

/** How long to wait before a local Smaregi that ended by itself is started again. */
const againMs = 1_000;

/**
 * Starts the local Smaregi as a process of its own, which ends when ours does, even if ours is killed: its standard input is a pipe
 * from us. Its state is kept in `file`. If it ends by itself (a kill, no memory), `warn` is told, and it is started again at the same
 * address until that succeeds. Throws if the first start fails.
 */
export async function startLocalSmaregi({
  port,
  file,
  warn,
}: {
  port: number;
  file: string;
  warn: (line: string) => void;
}): Promise<LocalSmaregi> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let current = await openProcess({ SANDBOX_PORT: String(port), SANDBOX_FILE: file });
  const { port: ownPort } = new URL(current.url);
  const openAgain = async (how: string) => {
    warn(`The local Smaregi ended (${how}) and is started again.`);
    while (!signal.aborted) {
      try {
        return await openProcess({ SANDBOX_PORT: ownPort, SANDBOX_PORT_STRICT: "1", SANDBOX_FILE: file });
      } catch (error) {
        warn((error as Error).message);
        await delay(againMs, undefined, { signal }).catch(() => undefined);
      }
    }
    return null;
  };
  const keep = async () => {
    for (;;) {
      const how = await current.ended;
      await delay(againMs, undefined, { signal }).catch(() => undefined);
      const next = signal.aborted ? null : await openAgain(how);
      if (next === null) return;
      current = next;
      if (signal.aborted) current.end();
    }
  };
  const kept = keep();
  return {
    url: current.url,
    beginStop: () => stopping.abort(),
    stop: async () => {
      stopping.abort();
      current.end();
      await kept;
    },
  };
}

/** One process of the local Smaregi that answers. `ended`: how it ended, as an exit code or a signal's name. */
async function openProcess(settings: Record<string, string>) {
  const child = spawn(process.execPath, [join(packageRoot, "dist", "sandbox", "main.js")], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, ...settings, SANDBOX_EXIT_WITH_STDIN: "1" },
  });
  const ended = new Promise<string>((resolve) =>
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`)),
  );
  const url = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    void ended.then((how) => reject(new Error(`The local Smaregi ended at its start (${how})`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const said = /^\{"sandbox":"([^"]+)"\}$/.exec(line)?.[1];
      if (said !== undefined) resolve(said);
    });
  });
  return { url, ended, end: () => child.kill("SIGTERM") };
}

/** Tells the local Smaregi where to send its notifications, as the developers' dashboard of the real one does. */
export async function tellWebhook(
  smaregiUrl: string,
  webhook: { url: string; subscriptionUrl: string; headerName: string; headerValue: string },
): Promise<void> {
  const response = await fetch(`${smaregiUrl}/_sandbox/webhook`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(webhook),
  });
  if (!response.ok) throw new Error(`The local Smaregi refused the webhook: HTTP ${response.status}`);
}

const switches = (smaregiUrl: string) => `${smaregiUrl}/_sandbox/switches`;

/** True if the local Smaregi is switched to maintenance: it answers no call. */
export async function isSmaregiAway(smaregiUrl: string): Promise<boolean> {
  const response = await fetch(switches(smaregiUrl));
  const { maintenance } = (await response.json()) as { maintenance?: string };
  return maintenance !== undefined && maintenance !== "off";
}

/** Switches the local Smaregi to maintenance, or back. */
export async function setSmaregiAway(smaregiUrl: string, isAway: boolean): Promise<void> {
  const response = await fetch(switches(smaregiUrl), {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ maintenance: isAway ? "problem503" : "off" }),
  });
  if (!response.ok) throw new Error(`The local Smaregi refused the switch: HTTP ${response.status}`);
}
