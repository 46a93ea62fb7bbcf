import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/kit/package-root.ts";

/** `as`: how it runs, as far as this machine allows. */
type Elsewhere = { command: string[]; env: Record<string, string>; as: string };

const nobody = 65_534;

/**
 * Builds the folder that runs with only Node, and moves it to another place. If we are root on Linux, it runs as nobody, everything
 * except its data folder is read-only, and Node is the only program that can be found.
 */
export function takeElsewhere(folder: string): Elsewhere {
  const built = join(folder, "built");
  const { status } = spawnSync(process.execPath, [join(packageRoot, "bin", "build.mjs"), built], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error("npm run build failed");
  const place = join(folder, "srv");
  renameSync(built, place);
  const data = join(folder, "srv-data");
  mkdirSync(data);
  const server = [process.execPath, join(place, "server.mjs")];
  const env = { DATA_DIR: data };
  if (process.getuid?.() !== 0 || spawnSync("unshare", ["-m", "true"]).status !== 0)
    return { command: server, env, as: "" };
  chmodSync(data, 0o700);
  chownSync(data, nobody, nobody);
  const readOnly = 'mount --bind "$0" "$0" && mount -o remount,ro,bind /';
  const asNobody = `setpriv --reuid=${nobody} --regid=${nobody} --clear-groups`;
  const bare = "env PATH=/nowhere HOME=/nowhere TMPDIR=/nowhere";
  const script = `${readOnly} && exec ${asNobody} ${bare} "$@"`;
  return {
    command: ["unshare", "-m", "sh", "-c", script, data, ...server],
    env,
    as: ", as nobody, all but its data read-only",
  };
}
