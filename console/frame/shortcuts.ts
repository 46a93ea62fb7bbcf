/** What a key leads to, as the router takes it. `/`: the field of the words to look for; `?`: the page of all keys. */
export type Shortcut =
  | { kind: "go"; to: "/" | "/orders" | "/orders/new" | "/products" | "/incidents" | "/shortcuts" }
  | { kind: "search" }
  /** The next or previous order, where one is shown. */
  | { kind: "beside"; where: "newer" | "older" };

/** The keys in the order of the page that lists them; two letters are pressed one after the other. */
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
  /** A key that makes another thing of it is held, or a letter is just being composed. */
  isHeld: boolean;
  /** The focus is where one types. */
  isTyping: boolean;
};

/**
 * What a press does after the one before it (`g`, within a second and a half; else blank): a shortcut, the begin of one, or nothing.
 * Where one types, keys are letters.
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
