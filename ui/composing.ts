/**
 * Hides the keys of an input method (Japanese input) from the page: an Enter that accepts a word does not pick, send or leave
 * anything, and an Escape that undoes one does not close anything. Safari sends such a key when `isComposing` is already false; like
 * the others it has the key code 229. Call this before anything else listens.
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
