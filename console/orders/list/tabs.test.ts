import { describe, expect, it } from "vitest";
import type { OrderSearch } from "../search.ts";
import { narrowing, tabOf, tabsOf } from "./tabs.ts";

const tabs = tabsOf({
  all: 1000,
  unpaid: 3,
  unshipped: 2,
  behind: 0,
  saved: [
    { id: "s1", name: "発送待ち", search: { shipping: "unshipped", status: "paid" }, count: 2 },
    { id: "s2", name: "よく分からない", search: { later: "x", q: "茶" }, count: 1 },
  ],
});

describe("W2: the tabs of the list", () => {
  it("are the house's, then the shop's own, without what this page does not know", () => {
    expect(tabs.map(({ key }) => key)).toEqual(["all", "unpaid", "unshipped", "behind", "s1", "s2"]);
    expect(tabs[5]?.search).toEqual({ q: "茶" });
  });

  it.each<[OrderSearch, string | undefined]>([
    [{}, "all"],
    [{ q: "田中" }, "all"],
    [{ payment: "unpaid" }, "unpaid"],
    [{ payment: "unpaid", q: "田中" }, "unpaid"],
    [{ shipping: "unshipped" }, "unshipped"],
    [{ shipping: "unshipped", status: "paid" }, "s1"],
    [{ shipping: "unshipped", status: "paid", q: "x" }, "unshipped"],
    [{ behind: true }, "behind"],
    [{ payment: "unpaid", shipping: "unshipped" }, undefined],
  ])("%j stands in %s", (search, key) => expect(tabOf(tabs, search)?.key).toBe(key));

  it("what narrows a list beside its tab is told apart", () => {
    expect(narrowing({ payment: "unpaid", q: "茶", from: "2026-11-26" })).toEqual(["q", "from"]);
  });
});
