import { describe, expect, it } from "vitest";
import { noMoney } from "../../../test/support/money.ts";
import { headingsOf, orderColumnKeys, orderRows, type CsvOrder, type OrderColumn } from "./rules.ts";

const order: CsvOrder = {
  number: "00000012",
  createdAt: new Date("2026-11-25T15:04:05Z"),
  kind: "proxy",
  status: "shipped",
  payment: "paid",
  paidOn: "2026-11-26",
  shipping: "shipped",
  shippedOn: null,
  carrier: "yamato",
  trackingNumber: "123456789013",
  deliverOn: "2026-12-01",
  deliverTime: "1416",
  memo: "のし",
  money: { ...noMoney, shippingFee: 550, discount: 100 },
  transactionId: "77",
  buyer: {
    name: "結城 花",
    kana: "ユウキ ハナ",
    postalCode: "100-0001",
    prefecture: "東京都",
    address: "千代田区1-1",
    building: "",
    phone: "03-1234-5678",
    email: "hana@example.jp",
  },
  paymentMethod: "銀行振込",
  lines: [
    {
      variationId: "t",
      productName: "茶",
      variationName: "100g",
      productCode: "T-1",
      systemProductNumber: "01-1",
      unitPrice: 1080,
      taxRate: 8,
      quantity: 2,
    },
    {
      variationId: "c",
      productName: "碗",
      variationName: "",
      productCode: null,
      systemProductNumber: "01-2",
      unitPrice: 1100,
      taxRate: 10,
      quantity: 1,
    },
  ],
};
const cells = (chosen: OrderColumn[]) => orderRows(order, chosen, new Map([["t", "4901234567894"]]));

describe("W5: the orders' CSV", () => {
  it("has a row a line, the order's own fields in each, in the chosen columns and their order", () => {
    expect(headingsOf(["productName", "number"])).toEqual(["商品名", "注文番号"]);
    expect(cells(["productName", "number", "quantity"])).toEqual([
      ["茶", "00000012", "2"],
      ["碗", "00000012", "1"],
    ]);
  });

  it.each<[OrderColumn, string]>([
    ["orderedAt", "2026/11/26 00:04:05"],
    ["kind", "代理注文"],
    ["status", "発送済み"],
    ["payment", "入金済み"],
    ["paidOn", "2026/11/26"],
    ["shipping", "発送済み"],
    ["shippedOn", ""],
    ["carrier", "ヤマト運輸"],
    ["janCode", "4901234567894"],
    ["lineTotal", "2160"],
    ["shippingFee", "550"],
    ["total", "3710"],
    ["gross8", "2094"],
    ["tax8", "155"],
    ["gross10", "1616"],
    ["tax10", "146"],
    ["productCode", "T-1"],
    ["deliverTime", "1416"],
    ["transactionId", "77"],
    ["email", "hana@example.jp"],
    ["paymentMethod", "銀行振込"],
    ["memo", "のし"],
    ["building", ""],
  ])("%s: %s", (column, cell) => expect(cells([column])[0]).toEqual([cell]));

  it("knows every column once", () => {
    expect(new Set(headingsOf(orderColumnKeys)).size).toBe(orderColumnKeys.length);
    expect(cells(orderColumnKeys)[1]).toHaveLength(orderColumnKeys.length);
  });
});
