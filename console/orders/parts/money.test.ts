import { describe, expect, it } from "vitest";
import { buyerName, knownOf } from "./buyer.ts";
import { moneyLines, sumsOf } from "./money.ts";

const none = Object.fromEntries(moneyLines.map(({ key }) => [key, 0])) as Parameters<typeof sumsOf>[1];

describe("what an order comes to", () => {
  const lines = [
    { unitPrice: 1000, quantity: 2 },
    { unitPrice: 300, quantity: 1 },
  ];
  it.each([
    ["shippingFee", 2400],
    ["paymentFee", 2400],
    ["coolFee", 2400],
    ["wrappingFee", 2400],
    ["discount", 2200],
    ["couponDiscount", 2200],
    ["pointsUsed", 2200],
    ["adjustment", 2400],
  ] as const)("lines of 2,300 yen with 100 yen of %s: %i yen", (key, total) => {
    expect(sumsOf(lines, { ...none, [key]: 100 })).toEqual({ subtotal: 2300, total });
  });

  it("a shipping that is not decided is nothing yet, and an adjustment may be less than nothing", () => {
    expect(sumsOf(lines, { ...none, shippingFee: null, adjustment: -100 }).total).toBe(2200);
  });
});

describe("a buyer", () => {
  it("is known by texts alone", () => {
    expect(knownOf({ name: "結城 花", age: 30, phone: "" }, "name")).toBe("結城 花");
    expect(["age", "phone", "email"].map((name) => knownOf({ age: 30, phone: "" }, name))).toEqual([
      null,
      null,
      null,
    ]);
    expect(buyerName({ customer: null })).toBeNull();
  });
});
