import { afterEach, describe, expect, it, vi } from "vitest";
import { browserStorage } from "./storage.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Installs a browser storage with this content that refuses the given functions. */
function open(held: Map<string, string>, refused: ("getItem" | "setItem" | "removeItem")[]): void {
  const refuse = () => {
    throw new DOMException("no", "QuotaExceededError");
  };
  const functions = {
    getItem: (name: string) => held.get(name) ?? null,
    setItem: (name: string, value: string) => void held.set(name, value),
    removeItem: (name: string) => void held.delete(name),
  };
  vi.stubGlobal("localStorage", {
    ...functions,
    ...Object.fromEntries(refused.map((name) => [name, refuse])),
  });
}

describe("what a browser keeps", () => {
  it("is the browser's where it lets us", () => {
    const held = new Map<string, string>();
    open(held, []);
    browserStorage.setItem("a", "1");
    expect([held.get("a"), browserStorage.getItem("a")]).toEqual(["1", "1"]);
    browserStorage.removeItem("a");
    expect([held.size, browserStorage.getItem("a")]).toEqual([0, null]);
  });

  it("lasts as long as the page where already its name is refused (cookies and site data blocked)", () => {
    vi.stubGlobal("localStorage", undefined);
    expect(browserStorage.getItem("b")).toBeNull();
    browserStorage.setItem("b", "1");
    expect(browserStorage.getItem("b")).toBe("1");
    browserStorage.removeItem("b");
    expect(browserStorage.getItem("b")).toBeNull();
  });

  it("is what it was last set to where there is no room for it, and the browser's once there is", () => {
    const held = new Map([["c", "old"]]);
    open(held, ["setItem", "removeItem"]);
    browserStorage.setItem("c", "new");
    expect([held.get("c"), browserStorage.getItem("c")]).toEqual(["old", "new"]);
    browserStorage.removeItem("c");
    expect([held.get("c"), browserStorage.getItem("c")]).toEqual(["old", null]);
    open(held, []);
    browserStorage.setItem("c", "newest");
    expect([held.get("c"), browserStorage.getItem("c")]).toEqual(["newest", "newest"]);
  });
});
