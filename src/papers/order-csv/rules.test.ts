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
const cells = (chosen: OrderColumn[], more: Partial<CsvOrder> = {}) =>
  orderRows({ ...order, ...more }, chosen, new Map([["t", "4901234567894"]]));

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
    ["name", "結城 花"],
    ["kana", "ユウキ ハナ"],
    ["postalCode", "100-0001"],
    ["prefecture", "東京都"],
    ["address", "千代田区1-1"],
    ["phone", "03-1234-5678"],
    ["trackingNumber", "123456789013"],
    ["deliverOn", "2026/12/01"],
    ["systemProductNumber", "01-1"],
    ["variationName", "100g"],
    ["unitPrice", "1080"],
    ["taxRate", "8"],
  ])("%s: %s", (column, cell) => expect(cells([column])[0]).toEqual([cell]));

  it.each<[OrderColumn, Partial<CsvOrder>, string]>([
    ["kind", { kind: "normal" }, "通常注文"],
    ["kind", { kind: "preorder" }, "予約注文"],
    ["kind", { kind: "subscription" }, "定期購入"],
    ["kind", { kind: "membershipFee" }, "会費"],
    ["kind", { kind: "unheard" }, "unheard"],
    ["status", { status: "unheard" }, "unheard"],
    ["carrier", { carrier: "自社便" }, "自社便"],
    ["carrier", { carrier: null }, ""],
    ["trackingNumber", { trackingNumber: null }, ""],
    ["shippingFee", { money: noMoney }, ""],
    ["gross10", { money: noMoney, lines: order.lines.slice(0, 1) }, "0"],
    ["tax10", { money: noMoney, lines: order.lines.slice(0, 1) }, "0"],
  ])("%s of an order with %j: %j", (column, more, cell) => {
    expect(cells([column], more)[0]).toEqual([cell]);
  });

  it("is blank where a line has no code of its own", () => {
    expect(cells(["productCode", "janCode"])[1]).toEqual(["", ""]);
  });

  it("has each part of the money in its own column", () => {
    const parts = {
      shippingFee: 1,
      paymentFee: 2,
      coolFee: 3,
      wrappingFee: 4,
      discount: 5,
      couponDiscount: 6,
      pointsUsed: 7,
      adjustment: -8,
    };
    const chosen = Object.keys(parts) as (keyof typeof parts)[];
    expect(cells(chosen, { money: parts })[0]).toEqual(["1", "2", "3", "4", "5", "6", "7", "-8"]);
  });

  it("has its columns under these names, in this order", () => {
    expect(headingsOf(orderColumnKeys).join()).toBe(
      [
        "注文番号,注文日時,種別,ステータス",
        "注文者名,注文者カナ,郵便番号,都道府県,住所1,住所2,電話番号,メールアドレス",
        "支払方法,入金状況,入金日,発送状況,発送日,配送会社,お問い合わせ番号,お届け希望日,時間帯",
        "商品コード,JANコード,システム商品番号,商品名,バリエーション,数量,単価(税込),税率,小計",
        "送料,手数料,クール便手数料,ラッピング,値引,クーポン,ポイント,調整,合計",
        "8%対象額,8%税額,10%対象額,10%税額,社内メモ,スマレジ取引ID",
      ].join(),
    );
  });

  it("knows every column once", () => {
    expect(new Set(headingsOf(orderColumnKeys)).size).toBe(orderColumnKeys.length);
    expect(cells(orderColumnKeys)[1]).toHaveLength(orderColumnKeys.length);
  });
});
