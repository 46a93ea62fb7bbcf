import type { Page } from "playwright-core";

/**
 * Returns what covers a control: each control is scrolled into view as Tab and Shift+Tab do, from the first to the last and
 * back, and must be what a finger hits there, also in its upper and lower half. Leaves the page at its top.
 */
export const coveredControls = (page: Page): Promise<string[]> => page.evaluate<string[]>(covered);

/** The script of it, for another engine. */
export const covered = `(() => {
  const found = new Set();
  const isSeen = (each) => {
    const { width, height } = each.getBoundingClientRect();
    const visible = each.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    return visible && width > 4 && height > 4 && getComputedStyle(each).pointerEvents !== "none";
  };
  // What only a focus shows (the way past the menu) is gone without it.
  document.activeElement?.blur();
  // A field and the sign in it are one.
  const own = (control) => (control.matches("input, select, textarea") ? control.parentElement : control);
  // What lies above the page covers it by intent.
  const above = [...document.querySelectorAll("[role=dialog], [role=menu], [role=listbox]")].filter(isSeen).at(-1);
  const controls = [...(above ?? document).querySelectorAll("a[href], button, input, select, textarea, [role=switch]")].filter(isSeen);
  for (const control of [...controls, ...controls.toReversed()]) {
    control.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    const { left, top, width, height } = control.getClientRects()[0];
    for (const part of [0.25, 0.5, 0.75]) {
      const hit = document.elementFromPoint(left + Math.min(width / 2, 12), top + height * part);
      if (hit === null || hit.contains(control) || own(control).contains(hit) || hit.closest("label")?.control === control) continue;
      found.add((control.ariaLabel ?? control.textContent ?? "").trim() + " is below " + (hit.className || hit.tagName));
    }
  }
  scrollTo({ top: 0, behavior: "instant" });
  return [...found];
})()`;
