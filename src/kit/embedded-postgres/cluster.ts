import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Binaries } from "./binaries.ts";
import { giveTo, type RunAs } from "./privileges.ts";
import { isSystemError } from "./system-error.ts";

export const superuser = "musubi";
const makingPrefix = "postgres.making-";

/**
 * Creates `<dataDir>/postgres` if it does not exist: beside it and under another name until it is complete, so that
 * no one meets a half-made one. Removes what killed starts left; sets a folder of that name aside if it is not a
 * database. Throws an Error with the output of initdb.
 */
export async function makeCluster(
  dataDir: string,
  binaries: Binaries,
  env: NodeJS.ProcessEnv,
  initdb: RunAs,
  options: { sync: boolean; log: (line: string) => void },
): Promise<void> {
  const serverDir = join(dataDir, "postgres");
  for (const name of await readdir(dataDir)) {
    // An initdb that lost its process may still be writing into it for a moment; after that it stays empty.
    if (name.startsWith(makingPrefix))
      await rm(join(dataDir, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
  const found = await readNames(serverDir);
  if (found?.includes("PG_VERSION")) return;
  if (found !== null) {
    const aside = `${serverDir}.not-a-database-${Date.now()}`;
    options.log(`${serverDir} is not a database: it is set aside as ${aside}`);
    await rename(serverDir, aside);
  }
  const making = await mkdtemp(join(dataDir, makingPrefix));
  giveTo(making, initdb.owner);
  await runInitdb(making, binaries.initdb, env, initdb, options.sync);
  await rename(making, serverDir);
  await syncFolder(dataDir);
}

/**
 * The names in a folder; null if there is no folder. A folder that we may not read is someone's database, so that
 * throws.
 */
async function readNames(folder: string): Promise<string[] | null> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return null;
    if (!isSystemError(error, "EACCES", "EPERM")) throw error;
    const message = `${folder} belongs to another user: start Musubi as that user or as root.`;
    throw new Error(message, { cause: error });
  }
}

async function runInitdb(
  folder: string,
  program: string,
  env: NodeJS.ProcessEnv,
  runAs: RunAs,
  sync: boolean,
): Promise<void> {
  // The builtin locale is the same on every machine and in every version of the system's libraries: text indexes
  // survive a move or an upgrade, and Japanese sorts by code point, as in JavaScript.
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const words = ["-D", folder, "-U", superuser, "--auth=trust", "--no-instructions", ...locale];
  if (!sync) words.push("--no-sync");
  const [first = "", ...rest] = [...runAs.words, program, ...words];
  const child = spawn(first, rest, {
    stdio: ["ignore", "pipe", "pipe"],
    cwd: "/",
    env,
    detached: true,
    ...runAs.spawnAs,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part: Buffer) => (said += part.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0)
    throw new Error(`The database could not be made in ${folder}: ${said.trim().slice(-2_000)}`);
}

/** A rename is on the disk only after its folder is synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync();
  await handle.close();
}
