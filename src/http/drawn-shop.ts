import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Context as Request } from "hono";
import { getCookie } from "hono/cookie";
import type { Context } from "../context.ts";
import { packageRoot } from "../kit/package-root.ts";

/** Where the shop's page keeps the reader's language for us (`ui/language.tsx`). */
const languageCookie = "musubi-language";

const page = join(packageRoot, "dist", "pages", "shop", "index.html");
const drawing = pathToFileURL(join(packageRoot, "dist", "drawing", "shop.js")).href;

/**
 * Draws a page of a shop (`shop/draw.tsx`); null: the page is left to its script. `fetch` asks the shop's API. Answers the page's
 * title and body, and what it was drawn with, all as HTML.
 */
export type DrawShop = (asked: {
  number: string;
  path: string;
  search: string;
  language: "ja" | "en";
  fetch(path: string, init: RequestInit): Promise<Response>;
}) => Promise<{ title: string; body: string; data: string } | null>;

export type ShopDrawing = {
  /** Asks an address of ours, within this process. */
  ask: (path: string, init: RequestInit) => Response | Promise<Response>;
  log: Pick<Context["log"], "warn">;
  /** What draws; the one that was built, if none is given. */
  load?: () => Promise<{ draw: DrawShop }>;
  /** How long a reader waits at most, once it is loaded. */
  patienceMs?: number;
  /** How many pages are drawn at the same time; whoever comes beside so many gets the page that its script draws. */
  most?: number;
};

/**
 * Draws the pages of shops, so that they are seen before their script is there. What it returns takes a request and returns the
 * page's HTML; null where the page is better left to its script: what it shows is not there, it could not be drawn in time, or a
 * crowd came, whose orders need the processor more.
 */
export function openShopDrawing({ ask, log, load = loadBuilt, patienceMs = 5_000, most = 16 }: ShopDrawing) {
  let inHand = 0;
  const fetch = async (path: string, init: RequestInit) => await ask(path, init);
  const draw = async (drawShop: DrawShop, c: Request, number: string): Promise<string | null> => {
    const { pathname: path, search } = new URL(c.req.url);
    const language = getCookie(c, languageCookie) === "en" ? "en" : "ja";
    const drawn = await drawShop({ number, path, search, language, fetch });
    if (drawn === null) return null;
    // Read each time: a build that takes the place of this one has files of other names.
    return withDrawn(await readFile(page, "utf8"), { language, ...drawn });
  };
  return async (c: Request, number: string): Promise<string | null> => {
    if (inHand >= most) return null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    inHand += 1;
    try {
      const { draw: drawShop } = await load();
      const tooLong = new Promise<never>((_, failed) => {
        timer = setTimeout(() => failed(new Error(`not drawn within ${patienceMs} ms`)), patienceMs);
      });
      return await Promise.race([draw(drawShop, c, number), tooLong]);
    } catch (err) {
      log.warn({ err, path: c.req.path }, "a shop's page could not be drawn; its script draws it");
      return null;
    } finally {
      inHand -= 1;
      clearTimeout(timer);
    }
  };
}

/** Loaded when the first page of a shop is asked for: a start waits for nothing of it. */
const loadBuilt = async (): Promise<{ draw: DrawShop }> => await import(drawing);

/** The built page with what was drawn in its place. Functions, since texts may hold what `replace` takes for its own. */
function withDrawn(
  html: string,
  drawn: { language: string; title: string; body: string; data: string },
): string {
  return html
    .replace('<html lang="ja"', () => `<html lang="${drawn.language}"`)
    .replace(/<title>.*?<\/title>/, () => `<title>${drawn.title}</title>`)
    .replace('<div id="root"></div>', () => `<div id="root">${drawn.body}</div>${drawn.data}`);
}
