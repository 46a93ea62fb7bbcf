import { describe, expect, it } from "vitest";
import type { Transaction } from "../smaregi/types.ts";
import { newLink } from "../transactions/bump.ts";
import { here, linkOf as orderOf, otherStore, saleOf, standing, t } from "../transactions/link.fixture.ts";
import type { OrderLink, TransactionRow } from "../transactions/rules.ts";
import { causes, causeTexts, mends } from "./causes/rules.ts";
import {
  causeOfStock,
  compareOrder,
  isOtherTax,
  isSameStock,
  isWrongLink,
  piecesBack,
  type StockEvidence,
} from "./rules.ts";

describe("B5: quantities", () => {
  it.each([
    ["equal", 5, 5, 0, true],
    ["equal after the clamp", 0, -3, 0, true],
    ["equal after the clamp above", 999_999, 2_000_000, 0, true],
    ["an order on its way", 3, 5, -2, true],
    ["more than an order on its way leaves", 4, 5, -2, false],
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
    lines: [
      { lineId: "1", productId: "8000001", productName: null, salesPrice: 500, quantity: 2, taxRate: 8 },
    ],
    ...more,
  });
  const causeOf = (before: OrderLink, after: OrderLink, transaction: Transaction | null) =>
    compareOrder(before, after, before.rows[0] as TransactionRow, transaction);
  const asked = (why: OrderLink["why"]) => linkOf({}, { follows: "asked", why });
  const planned = linkOf({ state: "planned", transactionId: null });
  const [other] = listed().lines ?? [];
  if (other === undefined) throw new Error("no line");
  const two = linkOf({ sale: { ...sale, lines: [line, { ...line, smaregiProductId: "8000002" }] } });
  const second = { ...other, lineId: "10", productId: "8000002" };
  const listedTwo = (more: Partial<typeof other> = {}) =>
    listed({
      total: 2000,
      lines: [
        { ...second, ...more },
        { ...other, lineId: "9" },
      ],
    });
  const unwanted = linkOf({}, { wantedKey: null });
  const ended = linkOf({ state: "gone", halt: "cancelRefused" });

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
    [
      "at another tax rate",
      linkOf(),
      linkOf(),
      listed({ lines: [{ ...other, taxRate: 10 }] }),
      "otherTaxRate",
    ],
    [
      "with a rate that nobody told",
      linkOf(),
      linkOf(),
      listed({ lines: [{ ...other, taxRate: null }] }),
      null,
    ],
    ["with more lines", linkOf(), linkOf(), listed({ lines: [other, other] }), "otherLines"],
    ["with its lines listed in another sequence", two, two, listedTwo(), null],
    ["with other pieces of one line", two, two, listedTwo({ quantity: 1 }), "otherLines"],
    ["at another tax rate of one line", two, two, listedTwo({ taxRate: 10 }), "otherTaxRate"],
    ["not wanted any more, with another total", unwanted, unwanted, listed({ total: 900 }), null],
    ["not registered, with another total", planned, planned, listed({ total: 900 }), null],
    ["not listed, and nobody is asked", linkOf(), linkOf(), null, null],
    ["not cancelled at first, and gone since", ended, ended, null, null],
    ["listed without lines", linkOf(), linkOf(), listed({ lines: null, total: null }), null],
  ])("%s", (_, before, after, transaction, cause) => {
    expect(causeOf(before, after, transaction)).toBe(cause);
  });

  it("that another row stands tells nothing of one that is planned", () => {
    const [row] = planned.rows;
    if (row === undefined) throw new Error("no row");
    const both = { ...planned, rows: [...linkOf({ id: "r0" }).rows, row] };
    expect(compareOrder(both, both, row, listed())).toBeNull();
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

describe("P7: why a quantity differs", () => {
  const known: StockEvidence = {
    isHeld: false,
    hasFailed: false,
    readAt: t(100),
    changedAt: t(200),
    notifiedAt: null,
  };
  it.each<[string, Partial<StockEvidence>, string]>([
    ["changed in Smaregi since it was read, and no notification came", {}, "lostNotification"],
    ["the last notification is from before that change", { notifiedAt: t(150) }, "lostNotification"],
    ["a notification of that change came", { notifiedAt: t(201) }, "unexplained"],
    ["not changed in Smaregi since it was read", { changedAt: t(90) }, "unexplained"],
    ["changed a few seconds before it was read: clocks differ", { changedAt: t(97) }, "lostNotification"],
    [
      "the last notification came when it was read, and was heeded",
      { changedAt: t(98), notifiedAt: t(100) },
      "lostNotification",
    ],
    ["Smaregi does not say when", { changedAt: null }, "unexplained"],
    ["never read", { readAt: null }, "unexplained"],
    ["its reading failed", { hasFailed: true }, "readingFailed"],
    ["it is held, and asked about", { isHeld: true, hasFailed: true }, "heldZeros"],
  ])("%s", (_, more, cause) => {
    expect(causeOfStock({ ...known, ...more })).toBe(cause);
  });
});

describe("P7: pieces that an order on its way brings back are no difference", () => {
  it.each<[string, OrderLink, number]>([
    ["it stands as wanted", orderOf([standing()]), 0],
    ["cancelled, and Smaregi is not told yet", orderOf([standing()], { wantedKey: null }), 2],
    ["its cancellation is out", orderOf([standing({ state: "cancelling" })], { wantedKey: null }), 2],
    ["its cancellation is unclear", orderOf([standing({ state: "cancelUnclear" })], { wantedKey: null }), 2],
    ["nobody knows where it stands", orderOf([standing({ place: null })], { wantedKey: null }), 0],
    ["cancelled in vain: nobody counts it", orderOf([standing()], { wantedKey: null, counted: false }), 0],
    ["it stands in another store", orderOf([standing({ place: otherStore })], { wantedKey: null }), 0],
    [
      "edited to fewer pieces",
      orderOf([standing({ sale: saleOf(5), saleKey: "5" }), standing({ id: "r2", state: "planned" })]),
      3,
    ],
  ])("%s", (_, link, pieces) => {
    expect(piecesBack(link, "p", here)).toBe(pieces);
    expect(piecesBack(link, "q", here)).toBe(0);
    expect(piecesBack(link, "p", null)).toBe(0);
  });

  it("the quantity may lie anywhere between", () => {
    expect([7, 8, 10, 11].map((cart) => isSameStock(cart, 8, 0, 2))).toEqual([false, true, true, false]);
  });
});

it("P7: a tax rate that Smaregi does not tell is no other one", () => {
  expect([null, 8, 10, 0].map((theirs) => isOtherTax(8, theirs as null | 8 | 10 | 0))).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

it("P7: what only a person can mend has no press", () => {
  const byHand = causes.filter((cause) => mends[cause] === null);
  expect(byHand).toEqual([
    "heldZeros",
    "productGone",
    "stockControlOff",
    "wrongLinkSuspected",
    "productTaxRate",
    "productPrice",
    "notSellable",
    "unknownTransaction",
  ]);
});
