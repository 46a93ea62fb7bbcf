import { existsSync, readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

// The compiled program lies in dist/, the pages stay where they were written.
const root = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return join(folder, "sandbox", "till");
})();

const types: Record<string, string> = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
};

const headers = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
};

/** Serves the till page; false where the address is none of its files. */
export function servePage(path: string, response: ServerResponse): boolean {
  if (path === "/") {
    response.writeHead(302, { location: "/till" }).end();
    return true;
  }
  const name = path === "/till" ? "index.html" : /^\/till\/([a-z-]+\.[a-z]+)$/.exec(path)?.[1];
  const type = types[extname(name ?? "")];
  if (name === undefined || type === undefined || !existsSync(join(root, name))) return false;
  response.writeHead(200, { "content-type": `${type}; charset=utf-8`, ...headers });
  response.end(readFileSync(join(root, name)));
  return true;
}
