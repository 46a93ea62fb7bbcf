import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./one-at-a-time.mjs";

/**
 * The command of an installed package, run by Node itself: the file that npm puts into `.bin` is a shell script, and a
 * different one on Windows.
 */
export function programOf(name) {
  const folder = join(root, "node_modules", name);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return [process.execPath, join(folder, typeof bin === "string" ? bin : bin[name])];
}

/** The command of npm: the npm that runs us, if any (it may not be on the path); otherwise, on Windows, the one beside Node. */
export function npmCommand() {
  const running = process.env.npm_execpath ?? "";
  if (running.endsWith("npm-cli.js")) return [process.execPath, running];
  if (process.platform !== "win32") return ["npm"];
  return [process.execPath, join(dirname(process.execPath), "node_modules", "npm", "bin", "npm-cli.js")];
}
