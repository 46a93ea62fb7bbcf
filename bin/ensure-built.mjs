import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { oneAtATime, root } from "./ensure-installed.mjs";

const dist = join(root, "dist");
const stamp = join(dist, ".built");

function newestSource() {
  let newest = 0;
  const look = (path) => {
    const entry = statSync(path);
    if (!entry.isDirectory()) newest = Math.max(newest, entry.mtimeMs);
    // A folder's own time tells of files that were taken away.
    else
      for (const name of ((newest = Math.max(newest, entry.mtimeMs)), readdirSync(path)))
        look(join(path, name));
  };
  for (const name of ["src", "sandbox", "tsconfig.json", "tsconfig.build.json", "package-lock.json"])
    look(join(root, name));
  return newest;
}

const isBuilt = () => existsSync(stamp) && statSync(stamp).mtimeMs > newestSource();

/** Compiles `src` and `sandbox` to `dist` where it is older than they are. A build that fails leaves the old one. */
export function ensureBuilt() {
  if (isBuilt()) return;
  oneAtATime("build", () => {
    if (isBuilt()) return;
    const started = new Date();
    const making = join(root, `.dist-${process.pid}`);
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", making], {
      cwd: root,
      stdio: ["ignore", 2, 2],
    });
    if (status !== 0) {
      rmSync(making, { recursive: true, force: true });
      process.stderr.write("The sources do not compile: see above.\n");
      process.exit(1);
    }
    mkdirSync(making, { recursive: true });
    writeFileSync(join(making, ".built"), started.toISOString());
    const old = join(root, `.dist-old-${process.pid}`);
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(making, dist);
    rmSync(old, { recursive: true, force: true });
  });
}
