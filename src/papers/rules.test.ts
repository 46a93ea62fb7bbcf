import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noMoney } from "../../test/support/money.ts";
import { innerTax } from "../order-link/rules.ts";
import { sidesOf } from "../orders/rules.ts";
import { figuresOf, isRegistrationNumber, leftOut, pickingRows, type PaperLine } from "./rules.ts";

const line = (unitPrice: number, taxRate: 8 | 10, more: Partial<PaperLine> = {}): PaperLine => ({
  variationId: `v${unitPrice}`,
  productName: "品",
  variationName: "",
  productCode: null,
  unitPrice,
  taxRate,
  quantity: 1,
  answers: null,
  ...more,
});

describe("W4: 納品書 as 適格請求書", () => {
  it.each<[string, PaperLine[], object, object[], number]>([
    [
      "both rates, as the tax office's example",
      [line(1620, 8), line(3850, 10)],
      {},
      [
        { rate: 8, gross: 1620, tax: 120 },
        { rate: 10, gross: 3850, tax: 350 },
      ],
      5470,
    ],
    [
      "tax is rounded once a rate, not a line",
      [line(105, 8), line(105, 8), line(105, 8)],
      {},
      [{ rate: 8, gross: 315, tax: 23 }],
      315,
    ],
    [
      "fees are taxed at 10 %",
      [line(1080, 8)],
      { shippingFee: 550, wrappingFee: 110 },
      [
        { rate: 8, gross: 1080, tax: 80 },
        { rate: 10, gross: 660, tax: 60 },
      ],
      1740,
    ],
    [
      "a discount lowers both rates in proportion",
      [line(1000, 8), line(3000, 10)],
      { discount: 100 },
      [
        { rate: 8, gross: 975, tax: 72 },
        { rate: 10, gross: 2925, tax: 265 },
      ],
      3900,
    ],
    ["one rate alone", [line(1100, 10)], {}, [{ rate: 10, gross: 1100, tax: 100 }], 1100],
    ["nothing to pay", [line(1100, 10)], { pointsUsed: 1100 }, [], 0],
  ])("%s", (_, lines, money, perRate, total) => {
    expect(figuresOf({ lines, money: { ...noMoney, ...money } })).toMatchObject({ perRate, total });
  });

  it("lists the money lines that say something, reductions with their sign", () => {
    const money = { ...noMoney, shippingFee: 550, couponDiscount: 300, adjustment: -5 };
    expect(figuresOf({ lines: [line(1000, 10)], money }).moneyLines).toEqual([
      { key: "shippingFee", amount: 550 },
      { key: "couponDiscount", amount: -300 },
      { key: "adjustment", amount: -5 },
    ]);
  });

  it("the rates' sums are the total, and their tax is what Smaregi is told", () => {
    const some = fc.array(
      fc.record({ price: fc.integer({ min: 1, max: 50_000 }), rate: fc.constantFrom<8 | 10>(8, 10) }),
      { minLength: 1, maxLength: 6 },
    );
    const yen = fc.integer({ min: 0, max: 2_000 });
    fc.assert(
      fc.property(
        some,
        yen,
        yen,
        fc.integer({ min: -500, max: 500 }),
        (given, shippingFee, discount, adjustment) => {
          const lines = given.map(({ price, rate }) => line(price, rate));
          const money = { ...noMoney, shippingFee, discount, adjustment };
          const { perRate, total } = figuresOf({ lines, money });
          fc.pre(total >= 0);
          expect(perRate.reduce((sum, { gross }) => sum + gross, 0)).toBe(total);
          const { fees, reductions } = sidesOf(money);
          const sent = lines.map((each) => ({ ...each, smaregiProductId: null, name: "" }));
          expect(perRate.reduce((sum, { tax }) => sum + tax, 0)).toBe(innerTax(sent, fees, reductions));
        },
      ),
    );
  });

  it.each([
    ["T1234567890123", true],
    ["1234567890123", false],
    ["T123456789012", false],
    ["T12345678901234", false],
    ["xT1234567890123", false],
    ["", false],
  ])("%j is a 登録番号: %s", (text, is) => expect(isRegistrationNumber(text)).toBe(is));
});

describe("W4: ピッキングリスト", () => {
  const order = { status: "paid", payment: "paid", shipping: "unshipped", releaseOn: null } as const;
  const at = { today: "2026-11-26", withUnpaid: false };
  it.each<[string, object, object, string | null]>([
    ["one that is paid", {}, {}, null],
    ["a cancelled one", { status: "cancelled" }, {}, "cancelled"],
    ["one that is sent", { shipping: "shipped" }, {}, "shipped"],
    ["one that is not paid", { payment: "unpaid" }, {}, "unpaid"],
    ["one that is not paid, where those are wanted", { payment: "unpaid" }, { withUnpaid: true }, null],
    ["a pre-order", { releaseOn: "2026-11-27" }, {}, "notReleased"],
    ["a pre-order on its day", { releaseOn: "2026-11-26" }, {}, null],
  ])("%s: left out for %s", (_, more, asked, why) => {
    expect(leftOut({ ...order, ...more }, { ...at, ...asked })).toBe(why);
  });

  it("sums each variation over all orders, by code, those without one last", () => {
    const tea = line(1, 8, { variationId: "t", productCode: "B-1", quantity: 2, productName: "茶" });
    const cup = line(2, 10, { variationId: "c", productCode: "A-1", productName: "碗" });
    const bag = line(3, 10, { variationId: "b", productName: "袋" });
    const rows = pickingRows([{ lines: [bag, tea, tea] }, { lines: [tea, cup] }]);
    expect(rows.map(({ variationId, quantity, orders }) => [variationId, quantity, orders])).toEqual([
      ["c", 1, 1],
      ["t", 6, 2],
      ["b", 1, 1],
    ]);
  });
});
