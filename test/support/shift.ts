import type { Page } from "playwright-core";
import { expect } from "vitest";

/** The limit for a good page: a tenth of the screen (Cumulative Layout Shift). */
const good = 0.1;

/** Expects that nothing moved by itself since the page was loaded or reached (`goWithin`). */
export async function expectNoShift(page: Page): Promise<void> {
  const shift = await page.evaluate<number>(shiftSince);
  expect(shift, `the layout shift of ${page.url()}`).toBeLessThan(good);
}

const shiftSince = `new Promise((resolve) => {
  let sum = 0;
  const add = (entries) => {
    for (const { hadRecentInput, startTime, value } of entries)
      if (!hadRecentInput && startTime >= (globalThis.wentAt ?? 0)) sum += value;
  };
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => {
    add(observer.takeRecords());
    observer.disconnect();
    resolve(sum);
  }));
})`;
