import { existsSync, readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// The compiled program lies in dist/, the pages stay where they were written.
const root = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return join(folder, "sandbox", "till");
})();

const files: Record<string, [file: string, type: string]> = {
  "/till": ["index.html", "text/html"],
  "/till/till.css": ["till.css", "text/css"],
  "/till/till.js": ["till.js", "text/javascript"],
};

/** Serves the till page; false where the address is none of its files. */
export function servePage(path: string, response: ServerResponse): boolean {
  if (path === "/") {
    response.writeHead(302, { location: "/till" }).end();
    return true;
  }
  const found = files[path];
  if (found === undefined) return false;
  response.writeHead(200, { "content-type": `${found[1]}; charset=utf-8`, "cache-control": "no-store" });
  response.end(readFileSync(join(root, found[0])));
  return true;
}
