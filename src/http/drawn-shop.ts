import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Context as Request } from "hono";
import { getCookie } from "hono/cookie";
import type { Context } from "../context.ts";
import { packageRoot } from "../kit/package-root.ts";

/** The cookie in which the shop's page keeps the reader's language for us (`ui/language.tsx`). */
const languageCookie = "musubi-language";

const page = join(packageRoot, "dist", "pages", "shop", "index.html");
const drawing = pathToFileURL(join(packageRoot, "dist", "drawing", "shop.js")).href;

/** All that a drawn page depends on; nothing else of its reader is on it. */
type Asked = { number: string; path: string; search: string; language: "ja" | "en" };

/**
 * Draws a page of a shop (`shop/draw.tsx`). `fetch` asks the shop's API. Returns the page's title and body and the data it was drawn
 * with, all as HTML; null if the page is left to its script.
 */
export type DrawShop = (
  asked: Asked & { fetch(path: string, init: RequestInit): Promise<Response> },
) => Promise<{ title: string; body: string; data: string } | null>;

export type ShopDrawing = {
  /** Sends a request to one of our own addresses, within this process. */
  ask: (path: string, init: RequestInit) => Response | Promise<Response>;
  log: Pick<Context["log"], "warn">;
  /** Loads what draws; by default the built one. */
  load?: () => Promise<{ draw: DrawShop }>;
  /** How long a reader waits at most, after loading. */
  patienceMs?: number;
  /** How many pages may be drawn or waiting at once; beyond that, readers get the page that its script draws. */
  most?: number;
};

/**
 * Draws the pages of shops, so that they are seen before their script has loaded. The returned function takes a request and returns
 * the page's HTML; null if the page is better left to its script: its data does not exist, it could not be drawn in time, or too many
 * pages are asked for. Drawing uses the processor, which orders and Smaregi's notifications need. So pages are drawn one after the
 * other, with as much time for everything else in between, and readers who wait for the same page share one drawing. A page's data is
 * always read after it was asked for.
 */
export function openShopDrawing(drawing: ShopDrawing) {
  const { ask, log, load = loadBuilt, patienceMs = 5_000, most = 8 } = drawing;
  const fetch = async (path: string, init: RequestInit) => await ask(path, init);
  /** The pages whose drawing has not started. */
  const waiting = new Map<string, Promise<string | null>>();
  let inHand = 0;
  let line: Promise<unknown> = Promise.resolve();

  /** Runs this after those before it, and after the process's other work had its time. */
  function inLine<T>(work: () => Promise<T>): Promise<T> {
    let begun = 0;
    const turn = line.then(() => {
      begun = performance.now();
      return work();
    });
    // A longer drawing mostly waited for the database.
    const rest = () => delay(Math.min(performance.now() - begun, 100));
    line = turn.then(rest, rest);
    return turn;
  }

  async function draw(drawShop: DrawShop, asked: Asked): Promise<string | null> {
    const drawn = await drawShop({ ...asked, fetch });
    if (drawn === null) return null;
    // Read each time: a newer build has files with other names.
    return withDrawn(await readFile(page, "utf8"), { language: asked.language, ...drawn });
  }

  /** `begin` is called when the drawing starts or is given up. */
  async function drawInTime(asked: Asked, begin: () => void): Promise<string | null> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    inHand += 1;
    try {
      const { draw: drawShop } = await load();
      let isOver = false;
      const tooLong = new Promise<never>((_, failed) => {
        timer = setTimeout(() => {
          isOver = true;
          failed(new Error(`not drawn within ${patienceMs} ms`));
        }, patienceMs);
      });
      const drawn = inLine(async () => {
        begin();
        return isOver ? null : await Promise.race([draw(drawShop, asked), tooLong]);
      });
      return await Promise.race([drawn, tooLong]);
    } catch (err) {
      log.warn({ err, path: asked.path }, "a shop's page could not be drawn; its script draws it");
      return null;
    } finally {
      begin();
      inHand -= 1;
      clearTimeout(timer);
    }
  }

  return async (c: Request, number: string): Promise<string | null> => {
    const { pathname: path, search } = new URL(c.req.url);
    const language = getCookie(c, languageCookie) === "en" ? "en" : "ja";
    const key = JSON.stringify([path, search, language]);
    const same = waiting.get(key);
    if (same !== undefined) return await same;
    if (inHand >= most) return null;
    const drawn = drawInTime({ number, path, search, language }, () => {
      if (waiting.get(key) === drawn) waiting.delete(key);
    });
    waiting.set(key, drawn);
    return await drawn;
  };
}

/** Loaded with the first page of a shop, so that a start does not wait for it. */
const loadBuilt = async (): Promise<{ draw: DrawShop }> => await import(drawing);

/** The built page with the drawing in its place. Uses functions, because texts may contain what `replace` treats as special. */
function withDrawn(
  html: string,
  drawn: { language: string; title: string; body: string; data: string },
): string {
  return html
    .replace('<html lang="ja"', () => `<html lang="${drawn.language}"`)
    .replace(/<title>.*?<\/title>/, () => `<title>${drawn.title}</title>`)
    .replace('<div id="root"></div>', () => `<div id="root">${drawn.body}</div>${drawn.data}`);
}
