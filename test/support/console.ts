import type { Browser, BrowserContext, Page } from "playwright-core";
import { sizes } from "./sizes.ts";
import { patienceMs } from "./wait.ts";

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
  context.setDefaultTimeout(patienceMs);
  await context.addInitScript(read(language));
  context.on("page", (page) => page.on("pageerror", (error) => faults.push(String(error))));
  return context;
}

/** The language is kept on the reader's machine; a page without an address keeps nothing. */
const read = (language: Language): string =>
  `if (location.protocol !== "about:") localStorage.setItem("musubi-language", "${language}")`;

/**
 * Signs the owner of a sign-in link into this browser, instead of whoever was: does what the link's page does, without
 * loading it. A page that is open goes on as who it was, until it is loaded again.
 */
export async function enterByLink(context: BrowserContext, link: string): Promise<void> {
  const [page = "", token = ""] = link.split("#link=");
  await context.clearCookies();
  const answer = await context.request.post(new URL("/console/api/session/link", page).href, {
    headers: { "sec-fetch-site": "same-origin" },
    data: { token },
  });
  if (!answer.ok()) throw new Error(`The link opens nothing: ${answer.status()} ${await answer.text()}`);
}

/** Opens a sign-in link as a person does, presses its button where it opens anything, and waits for the page behind it. */
export async function openLink(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.locator("h1").waitFor();
  await pressLink(page);
}

/** Signs in on the page of a sign-in link; where the link opens nothing the page stays as it is. */
export async function pressLink(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: /^(このアカウントでログイン|Sign in to this account)$/ });
  if ((await button.count()) === 0) return;
  await button.click();
  await page.waitForURL(({ pathname }) => !pathname.endsWith("/sign-in"));
  await page.locator("h1").waitFor();
}
