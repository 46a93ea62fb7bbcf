import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noMoney } from "../../test/support/money.ts";
import type { Money, Sale, SaleLine } from "../kit/tables.ts";
import { faultOf } from "../smaregi/transaction-body.ts";
import { amountsOf, backOffMs, innerTax, paidBy, transactionBody, type PaidBy } from "./rules.ts";

const yen = fc.integer({ min: 0, max: 50_000 });
const line = fc.record({
  smaregiProductId: fc.option(fc.constantFrom("8000001", "8000002")),
  name: fc.string({ minLength: 1, maxLength: 200, unit: "grapheme" }),
  unitPrice: yen,
  taxRate: fc.constantFrom(8 as const, 10 as const),
  quantity: fc.integer({ min: 1, max: 50 }),
});
const money = fc.record({
  shippingFee: fc.option(yen),
  paymentFee: yen,
  coolFee: yen,
  wrappingFee: yen,
  discount: yen,
  couponDiscount: yen,
  pointsUsed: yen,
  adjustment: fc.integer({ min: -50_000, max: 50_000 }),
});
const sales = fc.record({
  orderNumber: fc.constant("00000001"),
  lines: fc.array(line, { minLength: 1, maxLength: 20 }),
  money,
});
const head = {
  storeId: "1",
  terminalId: "2",
  terminalTranId: "7",
  terminalTranDateTime: "2026-11-24T09:00:00+09:00",
  transactionUuid: "u",
};

const at = (unitPrice: number, taxRate: 8 | 10): SaleLine => ({
  name: "品",
  unitPrice,
  taxRate,
  quantity: 1,
  smaregiProductId: "8000001",
});
const none = { ...noMoney, shippingFee: 0 };

describe("the order as a transaction", () => {
  it("agrees with Smaregi's own sums, to the yen, for every combination of money lines", () => {
    fc.assert(
      fc.property(sales, (sale: Sale) => {
        const body = transactionBody(sale, head);
        const number = (name: keyof typeof body) => Number(body[name]);
        const lines = body.details.reduce(
          (sum, each) => sum + Number(each.salesPrice) * Number(each.quantity),
          0,
        );
        expect(number("subtotal")).toBe(lines);
        const total =
          lines -
          number("subtotalDiscountPrice") -
          number("pointDiscount") +
          number("carriage") +
          number("commission");
        expect(number("total")).toBe(total);
        const { money: m } = sale;
        const paid =
          lines +
          (m.shippingFee ?? 0) +
          m.paymentFee +
          m.coolFee +
          m.wrappingFee -
          m.discount -
          m.couponDiscount -
          m.pointsUsed +
          m.adjustment;
        expect(total).toBe(paid);
      }),
    );
  });

  it("sends every value as a string, amounts from 0, names of at most 85 letters", () => {
    fc.assert(
      fc.property(sales, (sale: Sale) => {
        const { details, ...body } = transactionBody(sale, head);
        for (const value of [...Object.values(body), ...details.flatMap((each) => Object.values(each))]) {
          expect(typeof value).toBe("string");
        }
        for (const name of [
          "subtotalDiscountPrice",
          "pointDiscount",
          "carriage",
          "commission",
          "taxInclude",
        ] as const) {
          expect(Number(body[name])).toBeGreaterThanOrEqual(0);
        }
        for (const each of details)
          expect(("productName" in each ? each.productName : "").length).toBeLessThanOrEqual(85);
      }),
    );
  });

  it("O1, O6: goes out as 取引登録 takes it: each value in its field, unlinked lines by their names", () => {
    const item = {
      name: "品",
      unitPrice: 1080,
      taxRate: 8 as const,
      quantity: 2,
      smaregiProductId: "8000001",
    };
    const gift = {
      name: `贈${"😀".repeat(90)}`,
      unitPrice: 550,
      taxRate: 10 as const,
      quantity: 1,
      smaregiProductId: null,
    };
    const sale = {
      orderNumber: "00000012",
      lines: [item, gift],
      money: { ...none, shippingFee: 550, discount: 100, pointsUsed: 50 },
    };
    expect(transactionBody(sale, head)).toEqual({
      transactionHeadDivision: "1",
      cancelDivision: "0",
      subtotal: "2710",
      subtotalDiscountPrice: "100",
      pointDiscount: "50",
      pointSpendDivision: "2",
      total: "3110",
      taxInclude: String(innerTax(sale.lines, 550, 150)),
      taxExclude: "0",
      sellDivision: "0",
      taxRounding: "1",
      roundingDivision: "00",
      carriage: "550",
      commission: "0",
      deposit: "3110",
      depositCash: "0",
      depositCredit: "3110",
      change: "0",
      ...head,
      memo: "00000012",
      details: [
        {
          transactionDetailId: "1",
          transactionDetailDivision: "1",
          productId: "8000001",
          price: "1080",
          salesPrice: "1080",
          quantity: "2",
          taxDivision: "0",
          reduceTaxId: "10000001",
        },
        {
          transactionDetailId: "2",
          transactionDetailDivision: "1",
          // 85 in JavaScript's count, and no half of a letter.
          productName: `贈${"😀".repeat(42)}`,
          price: "550",
          salesPrice: "550",
          quantity: "1",
          taxDivision: "0",
        },
      ],
    });
  });

  it.each<[string, number, PaidBy, object]>([
    ["nothing is mapped", 550, null, { deposit: "550", depositCash: "0", depositCredit: "550" }],
    ["cash", 550, "cash", { deposit: "550", depositCash: "550", depositCredit: "0" }],
    [
      "a method of Smaregi's",
      550,
      { paymentMethodId: "7" },
      {
        deposit: "550",
        depositCash: "0",
        depositCredit: "0",
        depositOthers: [{ no: "1", paymentMethodId: "7", depositOthers: "550" }],
      },
    ],
    [
      "nothing to be paid",
      0,
      { paymentMethodId: "7" },
      { deposit: "0", depositCash: "0", depositCredit: "0" },
    ],
  ])("W6: how it was paid, %s", (_, price, paid, deposits) => {
    const sale = { orderNumber: "1", lines: [at(price, 10)], money: none };
    const { deposit, depositCash, depositCredit, depositOthers, ...rest } = {
      depositOthers: undefined,
      ...transactionBody(sale, head, paid),
    };
    const told = {
      deposit,
      depositCash,
      depositCredit,
      ...(depositOthers === undefined ? {} : { depositOthers }),
    };
    expect(told).toEqual(deposits);
    expect({ ...rest, ...told }).toEqual({ ...transactionBody(sale, head), ...told });
    expect(faultOf(transactionBody(sale, head, paid))).toBeNull();
  });

  it.each<[string | null, PaidBy]>([
    [null, null],
    ["", null],
    ["クレジットカード", null],
    ["代金引換", { paymentMethodId: "7" }],
    ["ｺﾝﾋﾞﾆ払い", "cash"],
    ["銀行振込", null],
  ])("W6: %s is told as the merchant maps it", (name, paid) => {
    const map = [
      { name: "代金引換", smaregi: "7" },
      { name: "コンビニ払い", smaregi: "cash" },
      { name: "銀行振込", smaregi: "credit" },
    ];
    expect(paidBy(name, map)).toEqual(paid);
    expect(paidBy(name, [])).toBeNull();
  });

  it.each<[string, SaleLine[], Partial<Money>, { taxInclude: string; pointSpendDivision?: string }]>([
    ["some", [at(1100, 10)], { pointsUsed: 100 }, { taxInclude: "90", pointSpendDivision: "2" }],
    ["none", [at(1100, 10)], {}, { taxInclude: "100" }],
    ["a discount alone", [at(1100, 10)], { discount: 100 }, { taxInclude: "90" }],
    [
      "some on goods of both rates",
      [at(1080, 8), at(1080, 10)],
      { pointsUsed: 1080 },
      { taxInclude: "89", pointSpendDivision: "2" },
    ],
    [
      "beside a discount and shipping",
      [at(2200, 10)],
      { pointsUsed: 550, discount: 550, shippingFee: 1100 },
      { taxInclude: "200", pointSpendDivision: "2" },
    ],
    ["all of it", [at(1080, 8)], { pointsUsed: 1080 }, { taxInclude: "0", pointSpendDivision: "2" }],
  ])("O1: points go out with the rule by which their tax was made: %s", (_, lines, more, sent) => {
    const body = transactionBody({ orderNumber: "1", lines, money: { ...none, ...more } }, head);
    expect({ taxInclude: body.taxInclude, pointSpendDivision: body.pointSpendDivision }).toEqual({
      pointSpendDivision: undefined,
      ...sent,
    });
  });

  it("the tax counts all fees and all reductions", () => {
    const money = { ...none, shippingFee: 1000, paymentFee: 300, discount: 500, pointsUsed: 400 };
    const lines = [
      { name: "", unitPrice: 10_000, taxRate: 10 as const, quantity: 1, smaregiProductId: null },
    ];
    expect(amountsOf({ orderNumber: "1", lines, money }).taxInclude).toBe(innerTax(lines, 1300, 900));
  });

  it.each([
    ["one rate", [{ unitPrice: 1100, taxRate: 10, quantity: 1 }], 0, 0, 100],
    [
      "both rates",
      [
        { unitPrice: 1080, taxRate: 8, quantity: 1 },
        { unitPrice: 1100, taxRate: 10, quantity: 1 },
      ],
      0,
      0,
      180,
    ],
    [
      "rounded down once a rate",
      [
        { unitPrice: 105, taxRate: 10, quantity: 3 },
        { unitPrice: 107, taxRate: 8, quantity: 3 },
      ],
      0,
      0,
      28 + 23,
    ],
    ["fees at 10 %", [{ unitPrice: 1080, taxRate: 8, quantity: 1 }], 550, 0, 80 + 50],
    [
      "a reduction in proportion",
      [
        { unitPrice: 1080, taxRate: 8, quantity: 1 },
        { unitPrice: 1080, taxRate: 10, quantity: 1 },
      ],
      0,
      1080,
      40 + 49,
    ],
    ["nothing left", [{ unitPrice: 1080, taxRate: 8, quantity: 1 }], 0, 1080, 0],
  ] as const)("taxInclude: %s", (_, lines, fees, reductions, tax) => {
    const named = lines.map((each) => ({ ...each, smaregiProductId: null, name: "" }));
    expect(innerTax(named, fees, reductions)).toBe(tax);
  });

  it("has no fee where the shipping is undecided", () => {
    expect(amountsOf({ orderNumber: "1", lines: [], money: { ...none, shippingFee: null } }).carriage).toBe(
      0,
    );
  });
});

it("the next try waits from a second to an hour, never all at the same time", () => {
  expect(backOffMs(0, 1)).toBe(1_000);
  expect(backOffMs(0, 0)).toBe(500);
  expect(backOffMs(3, 1)).toBe(8_000);
  expect(backOffMs(99, 1)).toBe(3_600_000);
});
