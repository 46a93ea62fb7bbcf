import { useSyncExternalStore } from "react";
import { keptAs } from "../frame/kept.ts";
import { browserStorage } from "../../ui/storage.ts";
import { uniqueText } from "../../ui/unique.ts";
import { readLines, withLine, withoutOrdered, type CartLine, type NewLine } from "./rules.ts";

const kept = () => keptAs("cart");
/** The text that was read last, and its lines: as long as the text is the same, they are the same lines. */
let read: { text: string | null; lines: CartLine[] } | undefined;
const listeners = new Set<() => void>();

/** The lines as this browser stores them now: another tab may have changed them unheard. */
function linesNow(): CartLine[] {
  const text = browserStorage.getItem(kept());
  if (read === undefined || read.text !== text) read = { text, lines: readLines(text) };
  return read.lines;
}

const tell = (): void => listeners.forEach((listener) => listener());

function keep(next: CartLine[]): void {
  browserStorage.setItem(kept(), JSON.stringify(next));
  tell();
}

/** The same shop in another tab has the same cart. No key: all was deleted. */
const hear = ({ key }: StorageEvent): void => {
  if (key === null || key === kept()) tell();
};

/** A page that Back brings back as it was left heard nothing meanwhile. */
const comeBack = ({ persisted }: PageTransitionEvent): void => {
  if (persisted) tell();
};

function subscribe(listener: () => void) {
  if (listeners.size === 0) {
    addEventListener("storage", hear);
    addEventListener("pageshow", comeBack);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    removeEventListener("storage", hear);
    removeEventListener("pageshow", comeBack);
  };
}

/** Puts it into the cart. */
export const addToCart = (line: NewLine): void => keep(withLine(linesNow(), line, uniqueText()));

/** Changes the pieces of a line. */
export const changePieces = (id: string, quantity: number): void =>
  keep(linesNow().map((line) => (line.id === id ? { ...line, quantity } : line)));

/** Takes lines out of the cart. */
export const removeLines = (ids: string[]): void => keep(linesNow().filter((line) => !ids.includes(line.id)));

/** Takes out of the cart what was ordered. `pieces`: of each line that was ordered. */
export const removeOrdered = (pieces: Map<string, number>): void =>
  keep(withoutOrdered(linesNow(), pieces, uniqueText));

const none: CartLine[] = [];

/** This shop's cart. This browser stores it, so a page that the server draws does not contain it. */
export function useCart(): { lines: CartLine[] } {
  return { lines: useSyncExternalStore(subscribe, linesNow, () => none) };
}
