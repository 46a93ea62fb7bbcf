import type { Browser, BrowserContext, Page } from "playwright-core";
import { sizes } from "./sizes.ts";
import { patienceMs } from "./wait.ts";

export type Language = "ja" | "en";

/** A separate browser for one person, who reads Japanese by default. `faults` collects the errors of the pages. */
export async function openReader(
  browser: Browser,
  options: { faults: string[]; language?: Language },
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: sizes.laptop,
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
    // Tests wait for states, not for animations.
    reducedMotion: "reduce",
  });
  const { faults, language = "ja" } = options;
  // So that a failed wait names what is missing before the test's own time is over.
  context.setDefaultTimeout(patienceMs);
  await context.addInitScript(read(language));
  context.on("page", (page) => page.on("pageerror", (error) => faults.push(String(error))));
  return context;
}

/** The language is stored on the reader's machine; a page without an address can't store it. */
const read = (language: Language): string =>
  `if (location.protocol !== "about:") localStorage.setItem("musubi-language", "${language}")`;

/**
 * Signs the owner of a sign-in link into this browser, in place of the current account: does what the link's page
 * does, without loading it. An open page keeps its old account until it is loaded again.
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

/** Opens a sign-in link as a person does, presses its button if the link is valid, and waits for the page behind it. */
export async function openLink(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.locator("h1").waitFor();
  await pressLink(page);
}

/** Signs in on the page of a sign-in link; if the link is not valid, the page stays as it is. */
export async function pressLink(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: /^(このアカウントでログイン|Sign in to this account)$/ });
  if ((await button.count()) === 0) return;
  await button.click();
  await page.waitForURL(({ pathname }) => !pathname.endsWith("/sign-in"));
  await page.locator("h1").waitFor();
}
