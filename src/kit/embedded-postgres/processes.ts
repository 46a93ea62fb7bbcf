import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { isSystemError } from "./system-error.ts";

/** True if there is such a process; a zombie counts. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (isSystemError(error, "EPERM")) return true;
    if (isSystemError(error, "ESRCH")) return false;
    throw error;
  }
}

/** Sends a signal to a process that may already be gone. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!isSystemError(error, "ESRCH")) throw error;
  }
}

/**
 * When a process began, as a word that no other process with the same number shares; "" if there is no such process,
 * if it is a zombie, or if the system does not say.
 */
export function birthOf(pid: number): string {
  const stat = readProcess(pid, "stat");
  // The second field is the name in brackets, which may contain anything; the state follows it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" ? "" : (fields[19] ?? "");
}

/** The parent of a process; 0 if there is no such process or the system does not say. */
export function parentOf(pid: number): number {
  const stat = readProcess(pid, "stat");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? 0);
}

/** True if a living process is the main process of the PostgreSQL server of this folder (an absolute path). */
export function isServerOf(pid: number, serverDir: string): boolean {
  if (process.platform !== "linux") {
    const { stdout } = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    return stdout.includes("postgres") && stdout.includes(serverDir);
  }
  // A zombie has no command line.
  const [program = "", ...words] = readProcess(pid, "cmdline").split("\0");
  return basename(program) === "postgres" && words.includes(serverDir);
}

/** The `cluster_name` of the server of this folder; each of its processes has it in its title. */
export const clusterNameOf = (serverDir: string): string =>
  `musubi-${createHash("sha256").update(serverDir).digest("hex").slice(0, 12)}`;

/**
 * The processes of this folder's server except the main one, found by their titles: these are readable even if the
 * system hides everything else about another user's process.
 */
export function backendsIn(serverDir: string): number[] {
  if (process.platform !== "linux") return [];
  const title = `postgres: ${clusterNameOf(serverDir)}: `;
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => readProcess(pid, "cmdline").startsWith(title));
}

function readProcess(pid: number, what: "stat" | "cmdline"): string {
  if (process.platform !== "linux") return "";
  try {
    return readFileSync(`/proc/${pid}/${what}`, "utf8");
  } catch (error) {
    // Gone, or ending right now.
    if (isSystemError(error, "ENOENT", "ESRCH")) return "";
    throw error;
  }
}
