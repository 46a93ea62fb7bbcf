import type { Page } from "playwright-core";
import { expect } from "vitest";
import { coveredControls } from "./covered.ts";
import { until } from "./wait.ts";

/**
 * Sets this size and expects that the page fits: nothing is wider than the screen, no text is broken into a letter or two per line,
 * no two headings of a table overlap, no cell's text overflows, no badge is cut, no button is too small for a finger, a phone zooms
 * into no field and capitalizes none, Tab reaches nothing outside the screen (folded parts), and every control can be scrolled into
 * view with nothing covering it.
 */
export async function expectRoom(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size);
  let wrong: string[] = [];
  const fits = async (): Promise<boolean> => {
    wrong = await page.evaluate<string[]>(wrongAt(size.width));
    wrong.push(...(await coveredControls(page)));
    return wrong.length === 0;
  };
  // The menu and the tables take a moment to settle.
  await until("it fits", fits, 10_000).catch(() => undefined);
  expect(wrong, `${page.url()} at ${size.width}`).toEqual([]);
}

/**
 * Returns whether the page is wider than the screen, and which texts are cramped: three lines or more of two letters each, and
 * headings that run into the next.
 */
export const wrongAt = (most: number) => `(() => {
  const found = [];
  const width = document.documentElement.scrollWidth;
  if (width > ${most}) found.push(width + " wide");
  const range = document.createRange();
  const rectsOf = (node) => (range.selectNodeContents(node), [...range.getClientRects()]);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const text = node.textContent.trim();
    if (text.length < 4 || node.parentElement.closest("script, style, [aria-hidden=true]")) continue;
    const rects = rectsOf(node);
    // What is only for screen readers is a point.
    if (rects.length === 0 || node.parentElement.closest("thead")?.clientWidth === 1) continue;
    // What is cut on purpose, or only for screen readers, lies within.
    const cell = getComputedStyle(node.parentElement).overflowX === "visible" && node.parentElement.closest("td");
    const { left, right } = cell ? cell.getBoundingClientRect() : {};
    if (rects.some((rect) => rect.right > right + 1 || rect.left < left - 1)) found.push("beyond its cell: " + text);
    const lines = new Set(rects.map(({ top }) => Math.round(top))).size;
    if (lines >= 3 && text.length / lines <= 2) found.push("a letter or two a line: " + text);
  }
  // What is folded is there for nobody: Tab would go through it out of sight.
  for (const each of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    const { right } = each.getBoundingClientRect();
    const isHidden = each.tabIndex < 0 || each.disabled || each.matches(".skip") ||
      !each.checkVisibility({ visibilityProperty: true });
    if (!isHidden && right <= 0)
      found.push("out of sight, and Tab comes to it: " + (each.getAttribute("aria-label") ?? each.textContent));
  }
  for (const badge of document.querySelectorAll(".mantine-Badge-label"))
    if (badge.scrollWidth > badge.clientWidth + 1) found.push("a badge is cut: " + badge.textContent);
  // What a finger has to hit; links within a text have its lines.
  for (const each of document.querySelectorAll("button, a.help-link, a.mantine-Button-root")) {
    const { width, height } = each.getBoundingClientRect();
    const isThere = width > 0 && each.checkVisibility({ visibilityProperty: true });
    if (isThere && Math.min(width, height) < 23.5)
      found.push("too small for a finger: " + (each.getAttribute("aria-label") ?? each.textContent));
  }
  // An iPhone zooms into a field with smaller letters, and the page stays so.
  for (const each of ${most <= 640} ? document.querySelectorAll("input, select, textarea") : []) {
    const isTyped = !["checkbox", "radio", "file"].includes(each.type) && each.getBoundingClientRect().width > 1 &&
      each.checkVisibility({ visibilityProperty: true });
    if (isTyped && parseFloat(getComputedStyle(each).fontSize) < 16)
      found.push("a phone zooms into it: " + (each.ariaLabel ?? each.labels?.[0]?.textContent ?? each.className));
    const isText = each.type === "text" && each.inputMode !== "numeric" && each.inputMode !== "tel";
    if (isTyped && isText && each.autocapitalize !== "none")
      found.push("a phone begins it with a capital: " + (each.ariaLabel ?? each.labels?.[0]?.textContent ?? each.className));
  }
  for (const heading of document.querySelectorAll("th")) {
    const next = heading.nextElementSibling;
    if (next === null || heading.closest("thead")?.clientWidth === 1) continue;
    const right = Math.max(...rectsOf(heading).map((rect) => rect.right));
    const left = Math.min(...rectsOf(next).map((rect) => rect.left));
    if (right > left + 1) found.push("headings on each other: " + heading.textContent + next.textContent);
  }
  return found;
})()`;
