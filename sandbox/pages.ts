import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { ServerResponse } from "node:http";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

// The compiled program is in dist/; the pages stay where they were written.
const root = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return join(folder, "sandbox", "till");
})();

/** The font of the other pages, for machines that have no Japanese font. */
const font = dirname(createRequire(import.meta.url).resolve("@fontsource-variable/noto-sans-jp/index.css"));

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
  ".woff2": "font/woff2",
};

// Practice mode shows the till beside its shop: a page of this machine, on another port.
const neighbours = "http://127.0.0.1:* http://localhost:*";
const headers = {
  "cache-control": "no-store",
  "content-security-policy": `default-src 'self'; img-src 'self' data:; frame-ancestors ${neighbours}`,
  "x-content-type-options": "nosniff",
};

/** Serves the till page. Returns false if the address is none of its files. */
export function servePage(path: string, response: ServerResponse): boolean {
  if (path === "/") {
    response.writeHead(302, { location: "/till" }).end();
    return true;
  }
  const file = fileOf(path);
  const type = types[extname(file ?? "")];
  if (file === undefined || type === undefined || !existsSync(file)) return false;
  const kept = file.startsWith(font) ? { "cache-control": "public, max-age=86400" } : {};
  response.writeHead(200, { "content-type": type, ...headers, ...kept });
  response.end(readFileSync(file));
  return true;
}

function fileOf(path: string): string | undefined {
  if (path === "/till") return join(root, "index.html");
  if (path === "/till/font/index.css") return join(font, "index.css");
  const [, letters] = /^\/till\/font\/files\/([a-z0-9-]+\.woff2)$/.exec(path) ?? [];
  if (letters !== undefined) return join(font, "files", letters);
  const [, name] = /^\/till\/([a-z-]+\.[a-z]+)$/.exec(path) ?? [];
  return name === undefined ? undefined : join(root, name);
}
