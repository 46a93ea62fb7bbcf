import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/**
 * Expects that axe finds nothing serious or critical on the page in its current state. axe's preload reads all style sheets again for
 * a rule of lower severity, so it is off.
 */
export async function expectNoSeriousAxe(page: Page): Promise<void> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe.source);
  const found =
    (await page.evaluate(`axe.run({ resultTypes: ["violations"], preload: false }).then(({ violations }) => violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => id + ": " + nodes.map(({ target }) => target.join(" ")).join(", ")))`)) as string[];
  expect(found, page.url()).toEqual([]);
}
