import { chromium, type Browser, type BrowserContext } from "playwright-core";
import { browserExecutable } from "./browser-executable.ts";

/** How Chromium is launched. Plain arguments: those that the package proposes crash now and then. */
export const launchOptions = () => ({
  executablePath: browserExecutable(),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    // No page lives long enough to earn back what these compilers cost: a sixth of its time.
    "--js-flags=--no-opt --no-maglev",
  ],
});

/** What a file has of its worker's Chromium: contexts of its own. */
export type FileBrowser = Pick<Browser, "newContext" | "newPage" | "close">;

let launched: Promise<Browser> | undefined;

/**
 * The Chromium of this worker, as if it were the caller's own: closing it ends the caller's contexts. It is launched when the first
 * file of the worker asks, and ends with the worker. One for all workers would be spoken to through a third process, which reads
 * and writes every message once more.
 */
export async function openBrowser(): Promise<FileBrowser> {
  // The run ends by its own way, which takes all its processes with it.
  launched ??= chromium.launch({
    ...launchOptions(),
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const browser = await launched;
  const own: BrowserContext[] = [];
  const newContext: Browser["newContext"] = async (options) => {
    const context = await browser.newContext(options);
    own.push(context);
    return context;
  };
  return {
    newContext,
    newPage: async (options) => await (await newContext(options)).newPage(),
    close: async () => void (await Promise.all(own.map((context) => context.close()))),
  };
}
