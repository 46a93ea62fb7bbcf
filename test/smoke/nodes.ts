import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/kit/package-root.ts";

/**
 * The newest of each line that the README promises, in addition to the Node that runs us; they come as npm packages.
 */
const versions = ["22.23.3", "24.21.0"];

export type Runtime = { name: string; program: string } | { name: string; missing: string };

/** The Node that runs us, and the packaged ones: from the cache, or installed into it now. */
export function findNodes(): Runtime[] {
  return [{ name: `Node ${process.versions.node}`, program: process.execPath }, ...versions.map(packaged)];
}

function packaged(version: string): Runtime {
  const name = `Node ${version}`;
  const packageName = `node-${process.platform}-${process.arch}`;
  const folder = join(packageRoot, "node_modules", ".cache", "nodes", version);
  const program = join(folder, "node_modules", packageName, "bin", "node");
  if (existsSync(program)) return { name, program };
  // Under another name until it is complete, so that an interrupted install is not used.
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  const words = ["install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--prefix", making];
  const { status, stderr } = spawnSync("npm", [...words, `${packageName}@${version}`], { encoding: "utf8" });
  if (status === 0) {
    rmSync(folder, { recursive: true, force: true });
    renameSync(making, folder);
    return { name, program };
  }
  rmSync(making, { recursive: true, force: true });
  return { name, missing: `npm could not install ${packageName}@${version}: ${stderr.trim().slice(-300)}` };
}
