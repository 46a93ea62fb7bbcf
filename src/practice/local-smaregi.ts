import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { packageRoot } from "../kit/package-root.ts";

export type LocalSmaregi = { url: string; stop(): Promise<void> };

/**
 * Starts the local Smaregi as a process of its own, which ends when ours does, however that ends: its standard
 * input is a pipe from us. Its state is kept in `file`.
 */
export async function startLocalSmaregi(options: { port: number; file: string }): Promise<LocalSmaregi> {
  const child = spawn(process.execPath, [join(packageRoot, "dist", "sandbox", "main.js")], {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      ...process.env,
      SANDBOX_PORT: String(options.port),
      SANDBOX_FILE: options.file,
      SANDBOX_EXIT_WITH_STDIN: "1",
    },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`The local Smaregi ended at its start (exit code ${code})`)),
    );
    createInterface({ input: child.stdout }).on("line", (line) => {
      const said = /^\{"sandbox":"([^"]+)"\}$/.exec(line)?.[1];
      if (said !== undefined) resolve(said);
    });
  });
  return {
    url,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
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

/** Whether the local Smaregi is switched to maintenance: it answers no call. */
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
