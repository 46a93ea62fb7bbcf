import { chromium, type Browser } from "playwright-core";
import { browserExecutable } from "./browser-executable.ts";

/** How Chromium is launched. Plain arguments: those that the package proposes cause a crash now and then. */
export const launchOptions = () => ({
  executablePath: browserExecutable(),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    // No page lives long enough for these compilers to pay off: they cost a sixth of its time.
    "--js-flags=--no-opt --no-maglev",
  ],
});

/**
 * Opens a Chromium for the caller alone. One browser for the whole run would be used through the runner's process, which reads and
 * writes every message again: that costs more than one launch per file.
 */
export const openBrowser = async (): Promise<Browser> =>
  await chromium.launch({
    ...launchOptions(),
    // The run has its own way to stop, which ends all its processes.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
