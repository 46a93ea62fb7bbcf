import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Numbers what the page lets one use, and answers how each is called; radio buttons of one group count as one. */
const numberControls = `(() => {
  const isUsable = (each) => {
    const { width, height } = each.getBoundingClientRect();
    return !each.disabled && each.tabIndex >= 0 && each.type !== "file" && width > 0 && height > 0 &&
      getComputedStyle(each).visibility !== "hidden";
  };
  const names = [];
  const groups = new Map();
  for (const each of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")) {
    if (!isUsable(each)) continue;
    const group = each.type === "radio" ? each.name : Symbol();
    if (!groups.has(group)) {
      groups.set(group, names.length);
      const words = each.getAttribute("aria-label") ?? each.labels?.[0]?.textContent ?? each.textContent;
      names.push(each.localName + " " + words.trim().slice(0, 40));
    }
    each.dataset.control = groups.get(group);
  }
  return names;
})()`;

/** What has the focus, and whether an outline says so, on it or close around it; a field says it by its border. */
const focused = `(() => {
  const at = document.activeElement;
  if (at === null || at === document.body) return null;
  const around = [at, at.parentElement, at.nextElementSibling, at.parentElement?.parentElement];
  const isOutlined = around.some((each) => each && parseFloat(getComputedStyle(each).outlineWidth) > 0 &&
    getComputedStyle(each).outlineStyle !== "none");
  return { control: at.dataset.control ?? null, shows: isOutlined || /^(input|select|textarea)$/.test(at.localName) };
})()`;

/** Tab alone comes to everything that the page lets one use, and each shows that it has the focus. */
export async function expectReachedByTab(page: Page): Promise<void> {
  const names = (await page.evaluate(numberControls)) as string[];
  const missing = new Set(names.keys());
  const mute = new Set<string>();
  for (let presses = 0; presses < names.length + 40 && missing.size > 0; presses += 1) {
    await page.keyboard.press("Tab");
    const at = (await page.evaluate(focused)) as { control: string | null; shows: boolean } | null;
    if (at === null || at.control === null) continue;
    missing.delete(Number(at.control));
    if (!at.shows) mute.add(names[Number(at.control)] ?? "");
  }
  const notReached = [...missing].map((nth) => names[nth]);
  expect({ notReached, mute: [...mute] }, page.url()).toEqual({ notReached: [], mute: [] });
}
