import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/kit/package-root.ts";

/** Until there is a release: the first commit at which `npm run build` makes a folder. */
const beforeReleases = "c5ee6e9";

/**
 * The folder that `npm run build` of the last release made: the newest tag `v...`, built from git's history with that release's own
 * packages, once per release. A string says why there is none.
 */
export function lastRelease(): { name: string; folder: string } | string {
  const tag = git("describe", "--tags", "--abbrev=0", "--match", "v*", "HEAD^");
  const name = tag ?? beforeReleases;
  const commit = git("rev-parse", "--short=12", "--verify", `${name}^{commit}`);
  if (commit === null) return `${name} is not in git's history here`;
  const kept = join(packageRoot, "node_modules", ".cache", "musubi", `release-${commit}`);
  if (existsSync(kept)) return { name, folder: kept };
  const making = `${kept}.making`;
  rmSync(making, { recursive: true, force: true });
  const sources = join(making, "sources");
  mkdirSync(sources, { recursive: true });
  const tar = join(making, "sources.tar");
  if (git("archive", "--output", tar, commit) === null) return `${name} can't be taken out of git`;
  const built = join(making, "built");
  for (const [program, ...words] of [
    ["tar", "-xf", tar, "-C", sources],
    [process.execPath, join(sources, "bin", "build.mjs"), built],
  ] as const) {
    const { status } = spawnSync(program, words, { stdio: ["ignore", "ignore", "inherit"] });
    if (status !== 0) return `${name} can't be built here`;
  }
  renameSync(built, kept);
  rmSync(making, { recursive: true, force: true });
  return { name, folder: kept };
}

/** The output of git; null if it fails or is not installed. */
function git(...words: string[]): string | null {
  const { status, stdout } = spawnSync("git", words, { cwd: packageRoot, encoding: "utf8" });
  return status === 0 ? stdout.trim() : null;
}
