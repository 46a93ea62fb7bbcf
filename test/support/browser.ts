import { chromium, type Browser } from "playwright-core";
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

/**
 * A Chromium of the caller's own. One for the whole run would be spoken to through the runner's process, which reads and writes every
 * message once more: that costs more than a launch a file.
 */
export const openBrowser = async (): Promise<Browser> =>
  await chromium.launch({
    ...launchOptions(),
    // The run ends by its own way, which takes all its processes with it.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
