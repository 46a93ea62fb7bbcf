import chromium from "@sparticuz/chromium";
import { chromium as playwright, type Browser } from "playwright-core";

/** A real Chromium: the one of `CHROME_PATH`, or the one that comes with the packages. Plain arguments: its own ones crash now and then. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env["CHROME_PATH"] ?? (await chromium.executablePath());
  return await playwright.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
}
