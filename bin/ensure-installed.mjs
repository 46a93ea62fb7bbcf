// No dependencies here: this runs before there are any.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { oneAtATime, root } from "./one-at-a-time.mjs";
import { npmCommand } from "./program-of.mjs";

/** npm writes this at the end of every install: the list of what it installed. */
const installedFile = join(root, "node_modules", ".package-lock.json");

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(
    `Node.js 20.19 以降が必要です(現在 ${process.versions.node})。\n` +
      `Musubi needs Node.js 20.19 or later; this is ${process.versions.node}.\n`,
  );
  process.exit(1);
}

/**
 * True if node_modules contains what package-lock.json says, no matter who installed it; ignores packages of other
 * platforms.
 */
function isInstalled() {
  if (!existsSync(installedFile)) return false;
  const { packages: wanted } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const { packages: found } = JSON.parse(readFileSync(installedFile, "utf8"));
  return (
    Object.entries(wanted).every(
      ([path, { version, integrity, optional }]) =>
        path === "" ||
        (path in found
          ? found[path].version === version && found[path].integrity === integrity
          : optional === true),
    ) && Object.keys(found).every((path) => path in wanted)
  );
}

/** Installs the locked packages if they are missing or different. Writes nothing to standard output. */
export function ensureInstalled() {
  checkNode();
  if (isInstalled()) return;
  oneAtATime("install", () => {
    if (isInstalled()) return;
    process.stderr.write(
      "必要なパッケージをインストールします(npm ci)。 Installing the locked packages (npm ci) ...\n",
    );
    const [program, ...first] = npmCommand();
    // NODE_ENV=production would leave out what builds the product.
    const words = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund"];
    const { status, error } = spawnSync(program, [...first, ...words], {
      cwd: root,
      stdio: ["ignore", 2, 2],
    });
    if (status === 0 && isInstalled()) return;
    const why = error?.message ?? (status === 0 ? "package-lock.json is not matched" : "see above");
    process.stderr.write(
      `パッケージをインストールできませんでした。 The packages could not be installed: ${why}.\n`,
    );
    process.exit(1);
  });
}
