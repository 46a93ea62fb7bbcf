// No dependencies here: this runs before there are any.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lockFile = join(root, "package-lock.json");
/** npm writes this at the end of every install. */
const installed = join(root, "node_modules", ".package-lock.json");

/** Runs `work` while no other process runs it: a folder is the lock; one older than ten minutes is a dead one's. */
export function oneAtATime(name, work) {
  const lock = join(root, `.${name}.lock`);
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
      if (made !== undefined && Date.now() - made > 600_000) rmSync(lock, { recursive: true, force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  const release = () => rmSync(lock, { recursive: true, force: true });
  process.once("exit", release);
  try {
    return work();
  } finally {
    process.removeListener("exit", release);
    release();
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(
    `Node.js 20.19 以降が必要です(現在 ${process.versions.node})。\n` +
      `Musubi needs Node.js 20.19 or later; this is ${process.versions.node}.\n`,
  );
  process.exit(1);
}

const isInstalled = () => existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockFile).mtimeMs;

/** Installs the locked packages where they are missing or older than the lock file. Standard output stays clean. */
export function ensureInstalled() {
  checkNode();
  if (isInstalled()) return;
  oneAtATime("install", () => {
    if (isInstalled()) return;
    process.stderr.write(
      "必要なパッケージをインストールします(初回のみ)。 Installing the locked packages (first time only) ...\n",
    );
    const npm = process.env.npm_execpath;
    const [program, first] = npm === undefined ? ["npm", []] : [process.execPath, [npm]];
    execFileSync(program, [...first, "ci", "--no-audit", "--no-fund"], {
      cwd: root,
      stdio: ["ignore", 2, 2],
    });
  });
}
