/**
 * The position of an element that had the focus: the element and its ancestors from the inside out, each with its index among its
 * siblings.
 */
type Trail = { path: { element: HTMLElement; nth: number }[]; isSeen: boolean };

/** Layers above the page that close as a whole. */
const layers = "[role=dialog], [role=menu], [role=listbox]";
const headings = "h1, h2, h3, h4";

/** How long a closing dialog has to return the focus by itself. */
const patienceMs = 50;

const isShown = (element: HTMLElement): boolean =>
  element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible";

/**
 * Moves the focus if the element that had it goes away: to the row that took its place, to the nearest heading around it, or to what
 * had the focus before a dialog or menu. A control that is only disabled while it works gets the focus back afterwards. Listens until
 * the page is closed.
 */
export function keepFocus(): void {
  // One for the page and one for each layer above it; the newest is last.
  let trails: Trail[] = [];
  // True if the focus was lost, not moved away by the reader.
  let isLost = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function look(): void {
    timer = undefined;
    if (document.activeElement !== document.body) return;
    const newest = trails.at(-1);
    trails = trails.filter(({ path }) => path.some(({ element }) => isShown(element)));
    const trail = trails.at(-1);
    const had = trail?.path[0]?.element;
    if (trail === undefined || had === undefined) return;
    isLost ||= trail !== newest;
    if (isShown(had)) {
      if (had.matches(":disabled")) isLost = true;
      else if (isLost) had.focus({ preventScroll: true });
      return;
    }
    isLost = true;
    const next = nextTo(trail);
    // A page that is still loading has no heading yet; its next change is looked at again.
    if (next !== null) focus(next, trail.isSeen);
  }
  const lookSoon = () => (timer ??= setTimeout(look, patienceMs));

  const note = (target: EventTarget | null): void => {
    if (!(target instanceof HTMLElement)) return;
    isLost = false;
    const layer = target.closest(layers);
    trails = [
      ...trails.filter(({ path }) => path.at(-1)?.element !== (layer ?? document.body)),
      trailOf(target),
    ];
  };
  document.addEventListener("focusin", ({ target }) => note(target));
  // Safari does not focus a button or link that is pressed. The reader was there all the same, not at a field before it.
  document.addEventListener(
    "click",
    ({ target }) => {
      if (document.activeElement === document.body && target instanceof Element)
        note(target.closest("button, a[href], summary"));
    },
    true,
  );
  document.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget === null) lookSoon();
  });
  new MutationObserver(() => {
    if (trails.length > 0 && document.activeElement === document.body) lookSoon();
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["disabled"] });
}

function trailOf(target: HTMLElement): Trail {
  const path: Trail["path"] = [];
  const end = target.closest(layers) ?? document.body;
  for (let element: HTMLElement | null = target; element !== null; element = element.parentElement) {
    path.push({ element, nth: [...(element.parentElement?.children ?? [])].indexOf(element) });
    if (element === end) break;
  }
  return { path, isSeen: target.matches(":focus-visible") };
}

/** Returns the row in the place of the one that is gone; otherwise, going outwards, the first heading or the row around it. */
function nextTo({ path }: Trail): HTMLElement | null {
  const left = path.findIndex(({ element }) => isShown(element));
  const gone = path[left - 1];
  const around = path.slice(left).map(({ element }) => element);
  if (gone?.element.matches("tr, li") === true) {
    const rows = [...(around[0]?.children ?? [])].filter((row) => row instanceof HTMLElement);
    const row = rows[Math.min(gone.nth, rows.length - 1)];
    if (row !== undefined) return row;
  }
  for (const each of around) {
    const heading = [...each.querySelectorAll<HTMLElement>(headings)].find(isShown);
    if (heading !== undefined) return heading;
    if (each.matches("tr, li")) return each;
  }
  return null;
}

/**
 * Focuses the target even if Tab cannot reach it, until it loses the focus. Does not scroll if the reader sees no focus ring, or to a
 * page's title: the router decides where a page begins.
 */
function focus(target: HTMLElement, isSeen: boolean): void {
  if (!target.hasAttribute("tabindex")) {
    target.tabIndex = -1;
    target.addEventListener("blur", () => target.removeAttribute("tabindex"), { once: true });
  }
  target.focus({ preventScroll: !isSeen || target.matches("h1") });
}
