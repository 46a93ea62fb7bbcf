import type { Page } from "playwright-core";
import { expectNoSeriousAxe, expectNothingWider } from "./axe.ts";
import { expectReachedByTab } from "./keyboard.ts";
import { sizes } from "./sizes.ts";

/**
 * Looks at an open page in Japanese on a laptop, where Tab comes to everything, then in English on a phone, by the page's
 * own switch: axe finds nothing serious, and nothing is wider than either. Leaves the page as it was.
 */
export async function expectFitForAll(page: Page, settled: (page: Page) => Promise<unknown>): Promise<void> {
  await page.setViewportSize(sizes.laptop);
  await settle(page, settled);
  await expectReachedByTab(page);
  await expectNoSeriousAxe(page);
  await expectNothingWider(page);
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("button", { name: "日本語" }).waitFor();
  await page.setViewportSize(sizes.phone);
  await settle(page, settled);
  await expectNoSeriousAxe(page);
  await expectNothingWider(page);
  await page.setViewportSize(sizes.laptop);
  await page.getByRole("button", { name: "日本語" }).click();
  await page.getByRole("button", { name: "English" }).waitFor();
}

async function settle(page: Page, settled: (page: Page) => Promise<unknown>): Promise<void> {
  await page.locator("h1").waitFor();
  await settled(page);
  // Nothing is on its way any more.
  await page.locator("main .mantine-Loader-root").first().waitFor({ state: "detached" });
}

/**
 * Goes to another page of the same site as a link within it does, without a reload: its new title is there. Not to one of
 * the same route, whose title may stay.
 */
export async function goWithin(page: Page, path: string): Promise<void> {
  await page.locator("h1").waitFor();
  await page.evaluate(
    `document.querySelector("h1").dataset.left = ""; history.pushState(null, "", "${path}")`,
  );
  await page.locator("h1:not([data-left])").waitFor();
}
