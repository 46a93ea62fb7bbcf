/** The effect of a key: an address for the router (`?`: the page of all keys), or the search field (`/`). */
export type Shortcut =
  | { kind: "go"; to: "/" | "/orders" | "/orders/new" | "/products" | "/incidents" | "/shortcuts" }
  | { kind: "search" }
  /** The next or previous order, if an order is shown. */
  | { kind: "beside"; where: "newer" | "older" };

/** The keys in the order of their page; two letters are pressed one after the other. */
export const shortcuts = [
  { keys: ["g", "t"], name: "top", does: { kind: "go", to: "/" } },
  { keys: ["g", "o"], name: "orders", does: { kind: "go", to: "/orders" } },
  { keys: ["g", "p"], name: "products", does: { kind: "go", to: "/products" } },
  { keys: ["g", "i"], name: "incidents", does: { kind: "go", to: "/incidents" } },
  { keys: ["g", "n"], name: "newOrder", does: { kind: "go", to: "/orders/new" } },
  { keys: ["/"], name: "search", does: { kind: "search" } },
  { keys: ["k"], name: "newer", does: { kind: "beside", where: "newer" } },
  { keys: ["j"], name: "older", does: { kind: "beside", where: "older" } },
  { keys: ["?"], name: "help", does: { kind: "go", to: "/shortcuts" } },
] as const satisfies { keys: readonly string[]; name: string; does: Shortcut }[];

type Pressed = {
  key: string;
  /** True if a modifier key is held, or an input method is composing a letter. */
  isHeld: boolean;
  /** True if the focus is in a text field. */
  isTyping: boolean;
};

/**
 * Returns the effect of a key after the key before it (`g`, within a second and a half; otherwise blank): a shortcut, the first half
 * of one, or nothing. In a text field keys are only letters.
 */
export function shortcutOf(
  { key, isHeld, isTyping }: Pressed,
  before: string,
): { does: Shortcut | null; before: string } {
  if (isHeld || isTyping) return { does: null, before: "" };
  const wanted = before === "" ? [key] : [before, key];
  const found = shortcuts.find(({ keys }) => keys.join(" ") === wanted.join(" "));
  if (found !== undefined) return { does: found.does, before: "" };
  const begins = shortcuts.some(({ keys }) => keys.length > 1 && keys[0] === key);
  return { does: null, before: begins ? key : "" };
}
