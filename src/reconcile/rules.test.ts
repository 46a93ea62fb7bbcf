import { describe, expect, it } from "vitest";
import type { Transaction } from "../smaregi/types.ts";
import { newLink } from "../transactions/bump.ts";
import type { OrderLink, TransactionRow } from "../transactions/rules.ts";
import { causes, causeTexts, compareOrder, isSameStock, isWrongLink } from "./rules.ts";

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

describe("B5, P7: orders", () => {
  const now = new Date(0);
  const place = { contractId: "c", storeId: "1", terminalId: "2" };
  const money = {
    shippingFee: null,
    paymentFee: 0,
    coolFee: 0,
    wrappingFee: 0,
    discount: 0,
    couponDiscount: 0,
    pointsUsed: 0,
    adjustment: 0,
  };
  const line = {
    smaregiProductId: "8000001",
    name: "珈琲",
    unitPrice: 500,
    taxRate: 8 as const,
    quantity: 2,
  };
  const sale = { orderNumber: "1", lines: [line], money };
  const linkOf = (more: Partial<TransactionRow> = {}, order: Partial<OrderLink> = {}): OrderLink => {
    const planned = newLink(sale, { live: true, now, newId: () => "r1" }, null);
    const rows = planned.rows.map((row) => ({
      ...row,
      state: "standing" as const,
      place,
      transactionId: "501",
      settledAt: now,
      ...more,
    }));
    return { ...planned, ...order, rows };
  };
  const listed = (more: Partial<Transaction> = {}): Transaction => ({
    transactionId: "501",
    cancelled: false,
    disposed: false,
    offset: false,
    memo: "1",
    total: 1000,
    storeId: "1",
    terminalId: "2",
    terminalTranId: "1",
    terminalTranDateTime: now,
    transactionUuid: "r1",
    lines: [{ lineId: "1", productId: "8000001", productName: null, salesPrice: 500, quantity: 2 }],
    ...more,
  });
  const causeOf = (before: OrderLink, after: OrderLink, transaction: Transaction | null) =>
    compareOrder(before, after, before.rows[0] as TransactionRow, transaction);
  const asked = (why: OrderLink["why"]) => linkOf({}, { follows: "asked", why });
  const planned = linkOf({ state: "planned", transactionId: null });
  const [other] = listed().lines ?? [];
  if (other === undefined) throw new Error("no line");

  it.each<[string, OrderLink, OrderLink, Transaction | null, string | null]>([
    ["registered and standing", linkOf(), linkOf(), listed(), null],
    ["cancelled at the till", linkOf(), asked("cancelledAtTill"), null, "cancelledAtTill"],
    ["gone from Smaregi", linkOf(), asked("transactionGone"), null, "transactionGone"],
    ["changed while the link was off", linkOf(), asked("changedWhileOff"), listed(), "changedWhileOff"],
    ["said to have failed, and standing", planned, linkOf(), listed(), "registeredAfterAll"],
    [
      "standing twice",
      linkOf(),
      { ...linkOf(), rows: [...linkOf().rows, ...linkOf().rows] },
      listed(),
      "registeredTwice",
    ],
    [
      "failed",
      linkOf({ halt: "registerFailed", state: "planned" }),
      linkOf({ halt: "registerFailed", state: "planned" }),
      null,
      "registrationFailed",
    ],
    [
      "not cancelled",
      linkOf({ halt: "cancelRefused" }),
      linkOf({ halt: "cancelRefused" }),
      listed(),
      "cancellationFailed",
    ],
    ["with another total", linkOf(), linkOf(), listed({ total: 900 }), "otherLines"],
    ["with fewer lines", linkOf(), linkOf(), listed({ lines: [] }), "otherLines"],
    ["with other pieces", linkOf(), linkOf(), listed({ lines: [{ ...other, quantity: 1 }] }), "otherLines"],
    [
      "with another price",
      linkOf(),
      linkOf(),
      listed({ lines: [{ ...other, salesPrice: 1 }] }),
      "otherLines",
    ],
    [
      "with another product",
      linkOf(),
      linkOf(),
      listed({ lines: [{ ...other, productId: "8" }] }),
      "otherLines",
    ],
    [
      "with a product that Smaregi left out",
      linkOf(),
      linkOf(),
      listed({ lines: [{ ...other, productId: null }] }),
      null,
    ],
    ["listed without lines", linkOf(), linkOf(), listed({ lines: null, total: null }), null],
  ])("%s", (_, before, after, transaction, cause) => {
    expect(causeOf(before, after, transaction)).toBe(cause);
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
