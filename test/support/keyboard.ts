import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { until } from "./wait.ts";

/** The part of a page to check: all of it, or the part that differs from page to page of a site. */
export type Part = "body" | "main";

/**
 * Puts the focus before a part of the page, numbers its controls, and returns the name of each; radio buttons of one group count as
 * one.
 */
const numberControls = (part: Part) => `(() => {
  const within = document.querySelector("${part}");
  within.focus();
  const isUsable = (each) => {
    const { width, height } = each.getBoundingClientRect();
    return !each.disabled && each.tabIndex >= 0 && each.type !== "file" && width > 0 && height > 0 &&
      getComputedStyle(each).visibility !== "hidden" && each.checkVisibility();
  };
  const names = [];
  const groups = new Map();
  for (const each of within.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")) {
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

/**
 * Records which controls get the focus, and whether an outline on the control or close around it shows it; a field
 * shows it by its border. `focusSeen` returns both by number.
 */
const watchFocus = `(() => {
  const reached = new Map();
  const shows = (at) => {
    const around = [at, at.parentElement, at.nextElementSibling, at.parentElement?.parentElement];
    return /^(input|select|textarea)$/.test(at.localName) || around.some((each) => each &&
      parseFloat(getComputedStyle(each).outlineWidth) > 0 && getComputedStyle(each).outlineStyle !== "none");
  };
  addEventListener("focusin", ({ target }) => {
    if (target.dataset.control !== undefined) reached.set(Number(target.dataset.control), shows(target));
  });
  window.focusSeen = () => [...reached];
})()`;

/**
 * Expects that Tab alone, held down, reaches every control of this part of the page and leaves the part again, and that each control
 * shows its focus.
 */
export async function expectReachedByTab(page: Page, part: Part): Promise<void> {
  const names = (await page.evaluate(numberControls(part))) as string[];
  await page.evaluate(watchFocus);
  let seen = new Map<number, boolean>();
  let isOut = false;
  // First as often as there may be controls left, then a few times more.
  for (let presses = 0; presses < names.length + 40 && !(seen.size === names.length && isOut);) {
    const next = presses === 0 ? Math.max(1, names.length) : 5;
    // Held down: no one waits for the effect of one press.
    await Promise.all(Array.from({ length: next }, () => page.keyboard.down("Tab")));
    presses += next;
    seen = new Map((await page.evaluate("window.focusSeen()")) as [number, boolean][]);
    isOut = await page.evaluate<boolean>(
      `document.activeElement === document.body || !document.querySelector("${part}").contains(document.activeElement)`,
    );
    isOut ||= part === "body";
  }
  await page.keyboard.up("Tab");
  expect(isOut, `Tab leaves the ${part} of ${page.url()}`).toBe(true);
  const notReached = names.filter((_, nth) => !seen.has(nth));
  const mute = names.filter((_, nth) => seen.get(nth) === false);
  expect({ notReached, mute }, page.url()).toEqual({ notReached: [], mute: [] });
}

const hasFocus = (control: Locator) => control.evaluate((each) => each.matches(":focus"));

/** Presses Tab (or another key) until this has the focus, as a person with only a keyboard does; returns how often. */
export async function tabTo(control: Locator, key = "Tab"): Promise<number> {
  await control.waitFor();
  const page = control.page();
  for (let presses = 0; presses < 150; presses += 1) {
    if (await hasFocus(control)) return presses;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not come to ${String(control)} on ${page.url()}.`);
}

/** Reaches this by Tab, and presses it. */
export async function pressByTab(control: Locator): Promise<void> {
  await tabTo(control);
  await control.page().keyboard.press("Enter");
}

/** Reaches this field by Tab, and types over its content. */
export async function typeByTab(field: Locator, text: string): Promise<void> {
  await tabTo(field);
  await field.page().keyboard.type(text);
}

/** Waits until this has the focus, without a key. */
export async function expectFocus(control: Locator): Promise<void> {
  await control.waitFor();
  await until(`${String(control)} has the focus`, () => hasFocus(control));
}
