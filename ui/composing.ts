/**
 * Keeps the keys of an input method (Japanese input) from the page: the Enter that chooses a word picks, sends or leaves
 * nothing, and the Escape that takes one back closes nothing. Safari tells of such a key when `isComposing` is over, as
 * number 229 like the others. To be called before anything else listens.
 */
export function keepComposing(page: EventTarget): void {
  page.addEventListener(
    "keydown",
    (event) => {
      const { isComposing, keyCode } = event as KeyboardEvent;
      if (isComposing || keyCode === 229) event.stopImmediatePropagation();
    },
    true,
  );
}
