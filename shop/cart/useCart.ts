import { useSyncExternalStore } from "react";
import { shopNumber } from "../frame/shop.ts";
import { uniqueText } from "../../ui/unique.ts";
import { readLines, withLine, type CartLine, type NewLine } from "./rules.ts";

const kept = `musubi-cart-${shopNumber}`;
let lines = readLines(localStorage.getItem(kept));
const listeners = new Set<() => void>();

function set(next: CartLine[]): void {
  lines = next;
  for (const listener of listeners) listener();
}

function keep(next: CartLine[]): void {
  localStorage.setItem(kept, JSON.stringify(next));
  set(next);
}

// The same shop in another tab has the same cart.
addEventListener("storage", ({ key, newValue }) => {
  if (key === kept) set(readLines(newValue));
});

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Puts it into the cart. */
export const addToCart = (line: NewLine): void => keep(withLine(lines, line, uniqueText()));

/** Changes how many of it are wanted. */
export const changePieces = (id: string, quantity: number): void =>
  keep(lines.map((line) => (line.id === id ? { ...line, quantity } : line)));

/** Takes lines out of the cart. */
export const removeLines = (ids: string[]): void => keep(lines.filter((line) => !ids.includes(line.id)));

/** This shop's cart, kept in this browser. */
export function useCart(): { lines: CartLine[] } {
  return { lines: useSyncExternalStore(subscribe, () => lines) };
}
