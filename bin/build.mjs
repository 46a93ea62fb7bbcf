import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { ensureBuilt } from "./ensure-built.mjs";
import { ensureInstalled } from "./ensure-installed.mjs";
import { root } from "./one-at-a-time.mjs";

/*
 * `npm run build [folder]`: puts everything a server needs into `build` (or the given folder), to be copied to a machine of the
 * same kind that has only Node. Nothing is ever written into it. docs/deploying.md says how to run it.
 */
ensureInstalled();
ensureBuilt();

const target = resolve(process.argv[2] ?? "build");
const making = `${target}.making`;
const { name, version, license, type, engines, optionalDependencies } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);

rmSync(making, { recursive: true, force: true });
mkdirSync(making, { recursive: true });
for (const part of ["dist", "migrations", "LICENSE", "CHANGELOG.md"])
  cpSync(join(root, part), join(making, part), { recursive: true });
rmSync(join(making, "dist", ".built-from"));
// The programs look for it, and it contains their version.
writeFileSync(
  join(making, "package.json"),
  `${JSON.stringify({ name, version, private: true, license, type, engines }, null, 2)}\n`,
);
writeFileSync(join(making, "server.mjs"), 'await import("./dist/src/main.js");\n');
writeFileSync(join(making, "musubi.mjs"), 'await import("./dist/src/command-line.js");\n');
const packages = copyPackages(importsOf(join(making, "dist")));
const old = `${target}.old`;
rmSync(old, { recursive: true, force: true });
if (existsSync(target)) renameSync(target, old);
renameSync(making, target);
rmSync(old, { recursive: true, force: true });
process.stdout.write(
  `${relative(process.cwd(), target) || target}: Musubi ${version}, ${packages} packages, for ${process.platform} ${process.arch}.\n` +
    `node ${join(relative(process.cwd(), target), "server.mjs")}   # docs/deploying.md\n`,
);

/** The names of the packages that these programs import or use files of. */
function importsOf(folder) {
  const names = new Set();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith(".js") || entry.parentPath.includes(`${sep}pages`)) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
    const imports = text.matchAll(
      /^(?:import|export)\s[^;]*?from "([^".][^"]*)"|^import "([^".][^"]*)"|(?:import|\.resolve)\("([^".][^"]*)"\)/gm,
    );
    for (const match of imports) {
      const named = match[1] ?? match[2] ?? match[3];
      const words = named.split("/");
      const pack = named.startsWith("@") ? words.slice(0, 2).join("/") : words[0];
      if (!named.startsWith("node:") && !builtinModules.includes(pack)) names.add(pack);
    }
  }
  return names;
}

/** Copies these packages with all their dependencies, from where npm put them; returns how many. */
function copyPackages(names) {
  const copied = new Set();
  const copy = (pack, from, isOptional) => {
    const folder = folderOf(pack, from);
    if (folder === null) {
      if (isOptional) return;
      throw new Error(`${pack}, which ${relative(root, from)} needs, is not installed`);
    }
    if (copied.has(folder)) return;
    copied.add(folder);
    cpSync(folder, join(making, relative(root, folder)), {
      recursive: true,
      filter: (path) => !relative(folder, path).split(sep).includes("node_modules"),
    });
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
      readFileSync(join(folder, "package.json"), "utf8"),
    );
    for (const needed of Object.keys(dependencies)) copy(needed, folder, needed in optionalDependencies);
    for (const needed of Object.keys(optionalDependencies)) copy(needed, folder, true);
  };
  for (const pack of names) copy(pack, root, false);
  // The embedded PostgreSQL of this platform: the others are not installed.
  for (const pack of Object.keys(optionalDependencies)) copy(pack, root, true);
  return copied.size;
}

/** Where a package is for code in this folder that imports it; null if it is not installed. */
function folderOf(pack, from) {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, "node_modules", pack);
    if (existsSync(join(folder, "package.json"))) return folder;
    if (at === root) return null;
  }
}
