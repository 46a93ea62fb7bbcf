import { useSyncExternalStore } from "react";
import { keptAs } from "../frame/kept.ts";
import { browserStorage } from "../../ui/storage.ts";
import { uniqueText } from "../../ui/unique.ts";
import { readLines, withLine, type CartLine, type NewLine } from "./rules.ts";

const kept = () => keptAs("cart");
/** The lines as this browser stores them; undefined: not read yet. */
let known: CartLine[] | undefined;
const listeners = new Set<() => void>();

const linesNow = (): CartLine[] => (known ??= readLines(browserStorage.getItem(kept())));

function set(next: CartLine[]): void {
  known = next;
  for (const listener of listeners) listener();
}

function keep(next: CartLine[]): void {
  browserStorage.setItem(kept(), JSON.stringify(next));
  set(next);
}

/** The same shop in another tab has the same cart. */
const hear = ({ key, newValue }: StorageEvent): void => {
  if (key === kept()) set(readLines(newValue));
};

function subscribe(listener: () => void) {
  if (listeners.size === 0) addEventListener("storage", hear);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    removeEventListener("storage", hear);
    known = undefined;
  };
}

/** Puts it into the cart. */
export const addToCart = (line: NewLine): void => keep(withLine(linesNow(), line, uniqueText()));

/** Changes the pieces of a line. */
export const changePieces = (id: string, quantity: number): void =>
  keep(linesNow().map((line) => (line.id === id ? { ...line, quantity } : line)));

/** Takes lines out of the cart. */
export const removeLines = (ids: string[]): void => keep(linesNow().filter((line) => !ids.includes(line.id)));

const none: CartLine[] = [];

/** This shop's cart. This browser stores it, so a page that the server draws does not contain it. */
export function useCart(): { lines: CartLine[] } {
  return { lines: useSyncExternalStore(subscribe, linesNow, () => none) };
}
