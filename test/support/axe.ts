import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

type Violation = { id: string; impact: string; nodes: { html: string }[] };

/** axe finds nothing serious or critical on the page as it is shown now. */
export async function expectNoSeriousAxe(page: Page): Promise<void> {
  // Evaluated, not put into the page: its own rules on scripts stay as they are.
  await page.evaluate(axe.source);
  const violations = await page.evaluate<Violation[]>("axe.run().then((found) => found.violations)");
  const serious = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  expect(serious, page.url()).toEqual([]);
}
