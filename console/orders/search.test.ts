import { describe, expect, it } from "vitest";
import { readPlanSearch } from "./plans/search.ts";
import { readOrderSearch } from "./search.ts";

describe("what the address of a list asks for", () => {
  it("of orders: known words and days; digits are part of a number", () => {
    const given = {
      q: 12,
      status: "paid",
      kind: "preorder",
      link: "failed",
      from: "2026-11-01",
      to: "2026-11-30",
    };
    expect(readOrderSearch(given)).toEqual({ ...given, q: "12" });
  });

  it.each([
    { q: "" },
    { q: ["a"] },
    { status: "gone" },
    { kind: 1 },
    { link: null },
    { from: "2026-13-01" },
    { to: "1.11.2026" },
    { x: "y" },
  ])("of orders: nothing by %j", (given) => {
    expect(readOrderSearch(given)).toEqual({});
  });

  it("of plans: known words", () => {
    expect(readPlanSearch({ kind: "membershipFee", state: "paused" })).toEqual({
      kind: "membershipFee",
      state: "paused",
    });
    expect(readPlanSearch({ kind: "normal", state: 1 })).toEqual({});
  });
});
