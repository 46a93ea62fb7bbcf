import { expect, it } from "vitest";
import { noMoney } from "../../test/support/money.ts";
import { lineRows, saleOf, type Line } from "./lines.ts";
import { lineRow } from "./order.fixture.ts";

const kept = (more: Partial<Line>): Line => {
  const { merchantId: _, orderId: __, position: ___, ...line } = lineRow("a", more);
  return line;
};

it("O1: Smaregi is told each line's name with its variation, its link, price, rate and pieces", () => {
  const lines = [
    kept({
      productName: "Tシャツ",
      variationName: "白 M",
      smaregiProductId: "8000001",
      taxRate: 8,
      quantity: 2,
    }),
    kept({ productName: "皿", unitPrice: 500 }),
  ];
  expect(saleOf("00000012", lines, noMoney)).toEqual({
    orderNumber: "00000012",
    lines: [
      { smaregiProductId: "8000001", name: "Tシャツ 白 M", unitPrice: 1000, taxRate: 8, quantity: 2 },
      { smaregiProductId: null, name: "皿", unitPrice: 500, taxRate: 10, quantity: 1 },
    ],
    money: noMoney,
  });
});

it("lines are kept in their order from 1, with answers and questions as JSON where there are some", () => {
  const rows = lineRows("m", "o", [kept({}), kept({ answers: ["明朝"], questions: ["書体"] })]);
  expect(rows).toMatchObject([
    { merchantId: "m", orderId: "o", position: 1, variationId: "a", answers: null, questions: null },
    { position: 2, answers: '["明朝"]', questions: '["書体"]' },
  ]);
});
