import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compressPages } from "./compress-pages.mjs";
import { oneAtATime, root } from "./one-at-a-time.mjs";

const dist = join(root, "dist");
const stamp = join(dist, ".built-from");

const isTest = (name) => /\.(test|fixture)\.ts$/.test(name);

/**
 * Every source of the build with its size and time: differs from the last build if a source was changed, added or
 * removed.
 */
function fingerprint() {
  const hash = createHash("sha256");
  const look = (path) => {
    const entry = statSync(join(root, path));
    if (entry.isDirectory()) for (const name of readdirSync(join(root, path)).sort()) look(join(path, name));
    else if (!isTest(path)) hash.update(`${path} ${entry.size} ${entry.mtimeMs}\n`);
  };
  const folders = ["src", "sandbox", "ui", "console", "shop", "practice"];
  const files = [
    "tsconfig.json",
    "vite.config.ts",
    "vite.programs.config.ts",
    "bin/compress-pages.mjs",
    "package-lock.json",
  ];
  for (const name of [...folders, ...files]) look(name);
  return hash.digest("hex");
}

const isBuilt = (from) => existsSync(stamp) && readFileSync(stamp, "utf8") === from;

/**
 * Builds the programs of `src` and `sandbox` into `dist`, and the pages into `dist/pages`, unless they were made from these
 * sources. A build that fails leaves the old one, and ends the process.
 */
export function ensureBuilt() {
  if (isBuilt(fingerprint())) return;
  oneAtATime("build", () => {
    // Taken before the compiler reads: changes made meanwhile are built the next time.
    const from = fingerprint();
    if (isBuilt(from)) return;
    for (const name of readdirSync(root)) {
      // Left by killed builds.
      if (name.startsWith(".dist-")) rmSync(join(root, name), { recursive: true, force: true });
    }
    const begun = performance.now();
    process.stderr.write("プログラムと画面をビルドしています。 Building the programs and pages ...\n");
    const making = join(root, ".dist-making");
    const vite = [join(root, "node_modules", "vite", "bin", "vite.js"), "build", "--logLevel", "warn"];
    const builds = [
      ["--config", "vite.programs.config.ts", "--outDir", making],
      ["--outDir", join(making, "pages")],
      ["--mode", "shop", "--outDir", join(making, "pages")],
      ["--ssr", "--outDir", join(making, "drawing")],
    ];
    const isWell = builds.every((words) => {
      // No matter who asks for the build (a test run sets "test"): the pages are those that users get.
      const env = { ...process.env, NODE_ENV: "production" };
      const options = { cwd: root, stdio: ["ignore", 2, 2], env };
      return spawnSync(process.execPath, [...vite, ...words], options).status === 0;
    });
    if (!isWell) {
      rmSync(making, { recursive: true, force: true });
      process.stderr.write("ビルドできませんでした。 The sources do not compile: see above.\n");
      process.exit(1);
    }
    compressPages(join(making, "pages"));
    writeFileSync(join(making, ".built-from"), from);
    // Swapped, not overwritten: a running server keeps complete files.
    const old = join(root, ".dist-old");
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(making, dist);
    rmSync(old, { recursive: true, force: true });
    process.stderr.write(`  ${((performance.now() - begun) / 1000).toFixed(1)}秒\n`);
  });
}
