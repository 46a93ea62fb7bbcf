import type { Page } from "playwright-core";
import { expectNoSeriousAxe, expectNothingWider } from "./axe.ts";
import { expectReachedByTab } from "./keyboard.ts";
import { sizes } from "./sizes.ts";

/** Waits until the page shows what it is about. */
type Settled = (page: Page) => Promise<unknown>;

/**
 * Looks at an open page in Japanese on a laptop, then in English on a phone, by the page's own switch: axe finds nothing
 * serious, and nothing is wider than either, in either language. Leaves the page as it was.
 */
export async function expectReadable(page: Page, settled: Settled = async () => undefined): Promise<void> {
  await settle(page, settled);
  await expectNoSeriousAxe(page);
  // Each change of the size or the language costs as much as a look: so there is one of each for a look.
  await expectNothingWider(page, sizes.laptop);
  await expectNothingWider(page, sizes.phone);
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("button", { name: "日本語" }).waitFor();
  await settle(page, settled);
  await expectNoSeriousAxe(page);
  await expectNothingWider(page, sizes.phone);
  await expectNothingWider(page, sizes.laptop);
  await page.getByRole("button", { name: "日本語" }).click();
  await page.getByRole("button", { name: "English" }).waitFor();
}

/** The same, and Tab comes to everything on it. */
export async function expectFitForAll(page: Page, settled: Settled): Promise<void> {
  await settle(page, settled);
  await expectReachedByTab(page);
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
    return h1.textContent;
  });
  await page.evaluate(`history.pushState(null, "", "${path}")`);
  // Two pages of one route share the element.
  const next = page.locator("h1:not([data-left])").or(title.filter({ hasNotText: left }));
  await next.first().waitFor();
}
