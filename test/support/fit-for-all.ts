import type { Page } from "playwright-core";
import { expectNoSeriousAxe } from "./axe.ts";
import { expectReachedByTab, type Part } from "./keyboard.ts";
import { expectRoom } from "./room.ts";
import { expectNoShift } from "./shift.ts";
import { everyWidth, isEveryLook, sizes } from "./sizes.ts";

/** Waits until the page shows its content. */
type Settled = (page: Page) => Promise<unknown>;

/**
 * Checks an open page, in Japanese: axe finds nothing serious, and the page fits on a laptop, a tablet and a phone. With
 * `npm run pages` at every width, and again in English by the page's own switch. Leaves the page as it was.
 */
export async function expectReadable(page: Page, settled: Settled = async () => undefined): Promise<void> {
  await settle(page, settled);
  await expectNoSeriousAxe(page);
  if (!isEveryLook) {
    for (const size of [sizes.phone, sizes.tablet, sizes.laptop]) await expectRoom(page, size);
    return;
  }
  await expectFitAtEveryWidth(page);
  await expectEnglish(page, async () => {
    await settle(page, settled);
    await expectFitAtEveryWidth(page);
  });
}

/** Switches the page to English by its own switch during `look`, then back to Japanese. */
export async function expectEnglish(page: Page, look: () => Promise<void>): Promise<void> {
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("button", { name: "日本語" }).waitFor();
  await look();
  await page.getByRole("button", { name: "日本語" }).click();
  await page.getByRole("button", { name: "English" }).waitFor();
}

async function expectFitAtEveryWidth(page: Page): Promise<void> {
  for (const width of everyWidth) {
    await expectRoom(page, { width, height: sizes.laptop.height });
    // The elements of the page depend on its width.
    await expectNoSeriousAxe(page);
  }
  await expectRoom(page, sizes.magnified);
  await page.setViewportSize(sizes.laptop);
}

/**
 * The same, and Tab reaches everything on the page, or in its `main`: the part around that is checked once per site.
 * With `npm run pages` always all of it.
 */
export async function expectFitForAll(page: Page, settled: Settled, part: Part = "body"): Promise<void> {
  await settle(page, settled);
  // Shifts during loading depend on the machine's speed: checked only in the long form.
  if (isEveryLook) await expectNoShift(page);
  await expectReachedByTab(page, isEveryLook ? "body" : part);
  await expectReadable(page, settled);
}

async function settle(page: Page, settled: Settled): Promise<void> {
  await page.locator("h1").waitFor();
  await settled(page);
  // Nothing is loading any more.
  await page.locator("main .mantine-Loader-root").first().waitFor({ state: "detached" });
}

/**
 * Goes to another page of the same site like a link within it, without a reload, and waits for its new title. Does not
 * work for a page with the same title, or from a form with unsaved changes, which asks first.
 */
export async function goWithin(page: Page, path: string): Promise<void> {
  const title = page.locator("h1");
  await title.waitFor();
  const left = await title.evaluate((h1) => {
    h1.setAttribute("data-left", "");
    Object.assign(globalThis, { wentAt: performance.now() });
    return h1.textContent;
  });
  await page.evaluate(`history.pushState(null, "", "${path}")`);
  // Two pages of one route share the element.
  const next = page.locator("h1:not([data-left])").or(title.filter({ hasNotText: left }));
  await next.first().waitFor();
}
