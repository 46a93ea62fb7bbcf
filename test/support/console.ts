import type { Browser, BrowserContext, Page } from "playwright-core";
import { expectNoSeriousAxe, expectNothingWider } from "./axe.ts";
import { expectReachedByTab } from "./keyboard.ts";
import { sizes } from "./sizes.ts";

export type Language = "ja" | "en";

/** A browser of its own for one person, who reads Japanese unless said otherwise. Faults of the pages are gathered in `faults`. */
export async function openReader(
  browser: Browser,
  options: { faults: string[]; language?: Language },
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: sizes.laptop,
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
    // States are waited for, not the ways to them.
    reducedMotion: "reduce",
  });
  const { faults, language = "ja" } = options;
  // What does not come is named by the wait for it, before the test's own time is over.
  context.setDefaultTimeout(15_000);
  await context.addInitScript(read(language));
  context.on("page", (page) => page.on("pageerror", (error) => faults.push(String(error))));
  return context;
}

/** The language is kept on the reader's machine; a page without an address keeps nothing. */
const read = (language: Language): string =>
  `if (location.protocol !== "about:") localStorage.setItem("musubi-language", "${language}")`;

/** Signs a reader in by a link, and waits for the page behind it. */
export async function signInByLink(context: BrowserContext, link: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(link);
  await page.locator("h1").waitFor();
  return page;
}

/**
 * Looks at an address in Japanese on a laptop, where Tab comes to everything, then in English on a phone, by the page's own
 * switch: axe finds nothing serious, and nothing is wider than either.
 */
export async function expectFitForAll(
  context: BrowserContext,
  url: string,
  settled: (page: Page) => Promise<unknown>,
): Promise<void> {
  const page = await context.newPage();
  await page.addInitScript(read("ja"));
  await page.goto(url);
  await settled(page);
  await expectReachedByTab(page);
  await expectNoSeriousAxe(page);
  await expectNothingWider(page);
  await page.getByRole("button", { name: "English" }).click();
  await page.setViewportSize(sizes.phone);
  await settled(page);
  await expectNoSeriousAxe(page);
  await expectNothingWider(page);
  await page.close();
}
