import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isSystemError } from "./system-error.ts";

/** What PostgreSQL writes into `postmaster.pid` of its folder, and leaves there when it is killed. */
export type PostmasterFile = { pid: number; port: number; socketFolder: string };

/** Reads the lock file of a server folder; null if there is none, or if it is not completely written. */
export async function readPostmasterFile(serverDir: string): Promise<PostmasterFile | null> {
  try {
    const lines = (await readFile(join(serverDir, "postmaster.pid"), "utf8")).split("\n");
    const pid = Number(lines[0]);
    if (!Number.isInteger(pid) || pid <= 1) return null;
    return { pid, port: Number(lines[3] ?? 0), socketFolder: (lines[4] ?? "").trim() };
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return null;
    throw error;
  }
}
