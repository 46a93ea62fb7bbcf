import { describe, expect, it } from "vitest";
import { shortcutOf, shortcuts, type Shortcut } from "./shortcuts.ts";

const pressed = (key: string, more: object = {}) => ({ key, isHeld: false, isTyping: false, ...more });

describe("W2: keys of the console", () => {
  it.each<[string, string, Shortcut | null, string]>([
    ["g", "", null, "g"],
    ["o", "g", { kind: "go", to: "/orders" }, ""],
    ["o", "", null, ""],
    ["x", "g", null, ""],
    ["g", "g", null, "g"],
    ["/", "", { kind: "search" }, ""],
    ["?", "", { kind: "go", to: "/shortcuts" }, ""],
    ["j", "", { kind: "beside", where: "older" }, ""],
    ["k", "", { kind: "beside", where: "newer" }, ""],
    ["j", "g", null, ""],
  ])("%s after %j", (key, before, does, next) => {
    expect(shortcutOf(pressed(key), before)).toEqual({ does, before: next });
  });

  it("are letters where one types, and nothing with another key held", () => {
    expect(shortcutOf(pressed("j", { isTyping: true }), "")).toEqual({ does: null, before: "" });
    expect(shortcutOf(pressed("o", { isHeld: true }), "g")).toEqual({ does: null, before: "" });
  });

  it("are each one thing", () => {
    const all = shortcuts.map(({ keys }) => keys.join(" "));
    expect(new Set(all).size).toBe(all.length);
  });
});
