import type { Page } from "playwright-core";
import { expectNoSeriousAxe } from "./axe.ts";
import { expectReachedByTab, type Part } from "./keyboard.ts";
import { expectRoom } from "./room.ts";
import { expectNoShift } from "./shift.ts";
import { everyWidth, isEveryLook, sizes } from "./sizes.ts";

/** Waits until the page shows what it is about. */
type Settled = (page: Page) => Promise<unknown>;

/**
 * Looks at an open page, in Japanese: axe finds nothing serious, and it has room on a laptop, a tablet and a phone. With
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

/** Has the page in English by its own switch while it is looked at, and in Japanese again. */
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
    // What the page is made of differs by its width.
    await expectNoSeriousAxe(page);
  }
  await expectRoom(page, sizes.magnified);
  await page.setViewportSize(sizes.laptop);
}

/**
 * The same, and Tab comes to everything on it, or in its `main`: what stands around that is looked at once a site. With
 * `npm run pages` always all of it.
 */
export async function expectFitForAll(page: Page, settled: Settled, part: Part = "body"): Promise<void> {
  await settle(page, settled);
  // How a page comes in differs by the machine's speed: looked at where time is taken for it.
  if (isEveryLook) await expectNoShift(page);
  await expectReachedByTab(page, isEveryLook ? "body" : part);
  await expectReadable(page, settled);
}

async function settle(page: Page, settled: Settled): Promise<void> {
  await page.locator("h1").waitFor();
  await settled(page);
  // Nothing is on its way any more.
  await page.locator("main .mantine-Loader-root").first().waitFor({ state: "detached" });
}

/**
 * Goes to another page of the same site as a link within it does, without a reload: its new title is there. Not to one of
 * the same title; and not from a form with unsaved changes, which asks first.
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
