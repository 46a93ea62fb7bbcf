import { describe, expect, it } from "vitest";
import { causes, causeTexts, compareOrder, isSameStock, isWrongLink, type Registration } from "./rules.ts";

describe("B5: quantities", () => {
  it.each([
    ["equal", 5, 5, 0, true],
    ["equal after the clamp", 0, -3, 0, true],
    ["equal after the clamp above", 999_999, 2_000_000, 0, true],
    ["an order on its way", 3, 5, -2, true],
    ["a lost notification", 5, 4, 0, false],
    ["blank", null, 0, 0, false],
  ] as const)("%s", (_, cart, amount, pending, expected) => {
    expect(isSameStock(cart, amount, pending)).toBe(expected);
  });
});

describe("B5: orders", () => {
  const standing = { cancelled: false, disposed: false };
  const cancelled = { cancelled: true, disposed: false };
  const own = (more: Partial<Registration>): Registration => {
    return { state: "done", cancel: null, isLast: true, orderStatus: "new", isHere: true, ...more };
  };
  it.each([
    ["registered and standing", own({}), standing, null],
    ["cancelled at the till", own({}), cancelled, "cancelledAtTill"],
    ["disposed of at the till", own({}), { cancelled: false, disposed: true }, "cancelledAtTill"],
    ["gone from Smaregi", own({}), null, "transactionGone"],
    ["registered at another terminal", own({ isHere: false }), null, null],
    ["cancelled while the link was off", own({ orderStatus: "cancelled" }), standing, "leftStanding"],
    ["cancelled while the link was off, and at the till", own({ orderStatus: "cancelled" }), cancelled, null],
    ["edited, and booked very late", own({ isLast: false }), standing, "leftStanding"],
    ["cancelled on both sides", own({ cancel: "done", orderStatus: "cancelled" }), cancelled, null],
    ["being cancelled", own({ cancel: "waiting" }), standing, null],
    [
      "its cancellation was given up before it was sent",
      own({ cancel: "dropped" }),
      cancelled,
      "cancelledAtTill",
    ],
    ["its cancellation was given up, and it stands", own({ cancel: "dropped" }), standing, null],
    ["being cancelled, and cancelled already", own({ cancel: "sending" }), cancelled, null],
    ["its cancellation failed", own({ cancel: "failed" }), standing, "cancellationFailed"],
    ["its cancellation failed, and somebody cancelled it", own({ cancel: "failed" }), cancelled, null],
    ["its registration failed", own({ state: "failed" }), null, "registrationFailed"],
    ["failed, and cancelled since", own({ state: "failed", orderStatus: "cancelled" }), null, null],
    ["failed, and registered anew by an edit", own({ state: "failed", isLast: false }), null, null],
    ["failed here, standing there", own({ state: "failed" }), standing, "registeredAfterAll"],
    ["on its way", own({ state: "sending" }), null, null],
    ["never sent", own({ state: "dropped" }), null, null],
  ] as const)("%s", (_, order, transaction, cause) => {
    expect(compareOrder(order, transaction)).toBe(cause);
  });
});

it("B5: a link to another product is suspected only where both sides have a JAN code", () => {
  expect(isWrongLink("4901234567894", "4901234567900")).toBe(true);
  expect(isWrongLink("4901234567894", "4901234567894")).toBe(false);
  expect(isWrongLink("4901234567894", "COFFEE-1")).toBe(false);
  expect(isWrongLink(null, "4901234567894")).toBe(false);
});

it("B5: a JAN code has 8 or 13 digits, and nothing else", () => {
  const jan = "4901234567894";
  expect(isWrongLink(jan, "49012347")).toBe(true);
  expect(isWrongLink("49012347", jan)).toBe(true);
  for (const other of [
    "490123456789",
    "49012345678941",
    "4901234",
    `x${jan}`,
    `${jan}x`,
    "x49012347",
    "",
    null,
  ]) {
    expect(isWrongLink(jan, other)).toBe(false);
    expect(isWrongLink(other, jan)).toBe(false);
  }
});

it.each([...causes])("B5: %s is told in both languages, with what puts it right", (cause) => {
  const { what, repair } = causeTexts[cause];
  for (const text of [what.ja, what.en, repair.ja, repair.en]) expect(text).toMatch(/\S[。.]$/);
});
