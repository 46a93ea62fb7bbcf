import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/kit/package-root.ts";
import { makeOnce } from "./make-once.ts";

const modules = join(packageRoot, "node_modules");

/**
 * The package unpacks into the temporary folder of its process, and assumes that files there are complete, so it gets its own folder.
 */
const unpack = `
  import chromium from "@sparticuz/chromium";
  await chromium.executablePath();
`;

/**
 * Returns the path of the browser for the tests: `CHROME_PATH`, or else the Chromium of the packages, which is
 * unpacked at its first use (some seconds) and kept with the installed packages.
 */
export function browserExecutable(): string {
  const chosen = process.env["CHROME_PATH"];
  if (chosen !== undefined) return chosen;
  const description = readFileSync(join(modules, "@sparticuz", "chromium", "package.json"), "utf8");
  const { version } = JSON.parse(description) as { version: string };
  const folder = join(modules, ".cache", "musubi", `chromium-${version}`);
  makeOnce(folder, (making) => {
    execFileSync(process.execPath, ["--input-type=module", "-e", unpack], {
      cwd: packageRoot,
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, TMPDIR: making },
    });
    if (!existsSync(join(making, "chromium"))) throw new Error("The package's Chromium was not unpacked");
  });
  return join(folder, "chromium");
}
