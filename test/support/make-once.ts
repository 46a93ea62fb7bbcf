import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { oneAtATime } from "../../bin/one-at-a-time.mjs";

/**
 * Lets `make` fill this folder if it does not exist. It fills a folder with another name, which is renamed when it is
 * complete: an existing folder is never half made. Of several processes at once, one makes it and the others wait.
 */
export function makeOnce(folder: string, make: (making: string) => void): void {
  if (existsSync(folder)) return;
  const prefix = `${basename(folder)}.making-`;
  oneAtATime(basename(folder), () => {
    if (existsSync(folder)) return;
    const parent = dirname(folder);
    mkdirSync(parent, { recursive: true });
    for (const name of readdirSync(parent)) {
      // Left by a killed process.
      if (name.startsWith(prefix)) rmSync(join(parent, name), { recursive: true, force: true });
    }
    const making = mkdtempSync(join(parent, prefix));
    try {
      make(making);
      renameSync(making, folder);
    } finally {
      rmSync(making, { recursive: true, force: true });
    }
  });
}
