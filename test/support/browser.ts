import { chromium as playwright, type Browser } from "playwright-core";
import { browserExecutable } from "./browser-executable.ts";

/** A real Chromium. Plain arguments: those that the package proposes crash now and then. */
export async function openBrowser(): Promise<Browser> {
  return await playwright.launch({
    executablePath: browserExecutable(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
}
