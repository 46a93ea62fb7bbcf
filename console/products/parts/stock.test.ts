import { describe, expect, it } from "vitest";
import { variation } from "./product.fixture.ts";
import { effectOfSave, stockRule } from "./stock.ts";

describe("who sets a quantity (U3)", () => {
  it.each([
    [true, null, "direct"],
    [true, "", "direct"],
    [true, "8000001", "synced"],
    [false, null, "unlimited"],
    [false, "8000001", "unlimited"],
  ] as const)("stockManaged %s, Smaregi product ID %j: %s", (stockManaged, smaregiProductId, rule) => {
    expect(stockRule({ stockManaged, smaregiProductId })).toBe(rule);
  });
});

describe("what a save does to the quantity (U3)", () => {
  const direct = variation();
  const empty = variation({ quantity: null });
  const synced = variation({ smaregiProductId: "8000001" });
  const syncedEmpty = variation({ smaregiProductId: "8000001", quantity: null });
  const unlimited = variation({ stockManaged: false, quantity: null });
  const after = (smaregiProductId: string, quantity = "7", stockManaged = true) => ({
    smaregiProductId,
    quantity,
    stockManaged,
  });
  it.each([
    ["a new one that is linked", null, after("8000001", ""), "zeroed"],
    ["a new one with a quantity", null, after("", "7"), null],
    ["a new one without", null, after("", " "), "blank"],
    ["a new one that is not managed", null, after("", "", false), null],
    ["the link is made", direct, after("8000001"), "zeroed"],
    ["the link stays", synced, after("8000001"), null],
    ["another Smaregi product", synced, after("8000002"), "zeroed"],
    ["the link ends", synced, after(""), "kept"],
    ["the link ends before its first number", syncedEmpty, after("", ""), "blank"],
    ["no longer managed", direct, after("", "7", false), "emptied"],
    ["a synced one, no longer managed", synced, after("8000001", "7", false), "emptied"],
    ["still not managed", unlimited, after("", "", false), null],
    ["managed from now on", unlimited, after("", ""), "blank"],
    ["managed and linked", unlimited, after("8000001", ""), "zeroed"],
    ["an empty one stays empty", empty, after("", ""), "blank"],
    ["an empty one gets a quantity", empty, after("", "3"), null],
    ["a quantity is taken away", direct, after("", ""), null],
  ] as const)("%s", (_, before, saved, effect) => {
    expect(effectOfSave(before, saved)).toBe(effect);
  });
});
