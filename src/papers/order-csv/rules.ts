import { orderStatuses, workValues } from "../../facts/texts/orders.ts";
import type { Money } from "../../kit/tables.ts";
import { figuresOf } from "../rules.ts";

/** The buyer's fields in the CSV. */
export const buyerFields = [
  "name",
  "kana",
  "postalCode",
  "prefecture",
  "address",
  "building",
  "phone",
  "email",
] as const;

/** An order with its lines, as far as the CSV needs them. */
export type CsvOrder = {
  number: string;
  createdAt: Date;
  kind: string;
  status: string;
  payment: "unpaid" | "paid";
  paidOn: string | null;
  shipping: "unshipped" | "preparing" | "shipped";
  shippedOn: string | null;
  carrier: string | null;
  trackingNumber: string | null;
  deliverOn: string | null;
  deliverTime: string | null;
  memo: string;
  money: Money;
  transactionId: string | null;
  buyer: Record<(typeof buyerFields)[number], string>;
  paymentMethod: string;
  lines: CsvLine[];
};
type CsvLine = {
  variationId: string;
  productName: string;
  variationName: string;
  productCode: string | null;
  systemProductNumber: string;
  unitPrice: number;
  taxRate: 8 | 10;
  quantity: number;
};

type Given = { order: CsvOrder; line: CsvLine; jan: string };
type Column = { heading: string; of(given: Given): string | number | null };

const kinds: Record<string, string> = {
  normal: "通常注文",
  preorder: "予約注文",
  proxy: "代理注文",
  subscription: "定期購入",
  membershipFee: "会費",
};
const statuses: Record<string, { ja: string }> = orderStatuses;
const nameOf = (value: string): string => workValues[value]?.ja ?? value;
const slashed = (day: string | null): string => day?.replaceAll("-", "/") ?? "";

/** Writes a time as Japanese spreadsheets do: `2026/11/26 09:00:00`. */
const moment = (at: Date): string =>
  new Date(at.getTime() + 9 * 3_600_000).toISOString().slice(0, 19).replace("T", " ").replaceAll("-", "/");

const buyer = (name: keyof CsvOrder["buyer"], heading: string): Column => ({
  heading,
  of: ({ order }) => order.buyer[name],
});
const money = (key: keyof Money, heading: string): Column => ({
  heading,
  of: ({ order }) => order.money[key],
});
const rate = (at: 8 | 10, which: "gross" | "tax", heading: string): Column => ({
  heading,
  of: ({ order }) => figuresOf(order).perRate.find((each) => each.rate === at)?.[which] ?? 0,
});

/** The columns of the orders' CSV in their order, with the names that Japanese carts use. */
export const orderColumns = {
  number: { heading: "注文番号", of: ({ order }) => order.number },
  orderedAt: { heading: "注文日時", of: ({ order }) => moment(order.createdAt) },
  kind: { heading: "種別", of: ({ order }) => kinds[order.kind] ?? order.kind },
  status: { heading: "ステータス", of: ({ order }) => statuses[order.status]?.ja ?? order.status },
  name: buyer("name", "注文者名"),
  kana: buyer("kana", "注文者カナ"),
  postalCode: buyer("postalCode", "郵便番号"),
  prefecture: buyer("prefecture", "都道府県"),
  address: buyer("address", "住所1"),
  building: buyer("building", "住所2"),
  phone: buyer("phone", "電話番号"),
  email: buyer("email", "メールアドレス"),
  paymentMethod: { heading: "支払方法", of: ({ order }) => order.paymentMethod },
  payment: { heading: "入金状況", of: ({ order }) => nameOf(order.payment) },
  paidOn: { heading: "入金日", of: ({ order }) => slashed(order.paidOn) },
  shipping: { heading: "発送状況", of: ({ order }) => nameOf(order.shipping) },
  shippedOn: { heading: "発送日", of: ({ order }) => slashed(order.shippedOn) },
  carrier: {
    heading: "配送会社",
    of: ({ order: { carrier } }) => (carrier === null ? "" : nameOf(carrier)),
  },
  trackingNumber: { heading: "お問い合わせ番号", of: ({ order }) => order.trackingNumber },
  deliverOn: { heading: "お届け希望日", of: ({ order }) => slashed(order.deliverOn) },
  deliverTime: { heading: "時間帯", of: ({ order }) => order.deliverTime },
  productCode: { heading: "商品コード", of: ({ line }) => line.productCode },
  janCode: { heading: "JANコード", of: ({ jan }) => jan },
  systemProductNumber: { heading: "システム商品番号", of: ({ line }) => line.systemProductNumber },
  productName: { heading: "商品名", of: ({ line }) => line.productName },
  variationName: { heading: "バリエーション", of: ({ line }) => line.variationName },
  quantity: { heading: "数量", of: ({ line }) => line.quantity },
  unitPrice: { heading: "単価(税込)", of: ({ line }) => line.unitPrice },
  taxRate: { heading: "税率", of: ({ line }) => line.taxRate },
  lineTotal: { heading: "小計", of: ({ line }) => line.unitPrice * line.quantity },
  shippingFee: money("shippingFee", "送料"),
  paymentFee: money("paymentFee", "手数料"),
  coolFee: money("coolFee", "クール便手数料"),
  wrappingFee: money("wrappingFee", "ラッピング"),
  discount: money("discount", "値引"),
  couponDiscount: money("couponDiscount", "クーポン"),
  pointsUsed: money("pointsUsed", "ポイント"),
  adjustment: money("adjustment", "調整"),
  total: { heading: "合計", of: ({ order }) => figuresOf(order).total },
  gross8: rate(8, "gross", "8%対象額"),
  tax8: rate(8, "tax", "8%税額"),
  gross10: rate(10, "gross", "10%対象額"),
  tax10: rate(10, "tax", "10%税額"),
  memo: { heading: "社内メモ", of: ({ order }) => order.memo },
  transactionId: { heading: "スマレジ取引ID", of: ({ order }) => order.transactionId },
} satisfies Record<string, Column>;

export type OrderColumn = keyof typeof orderColumns;
export const orderColumnKeys = Object.keys(orderColumns) as [OrderColumn, ...OrderColumn[]];

/** The headings of the chosen columns. */
export const headingsOf = (chosen: OrderColumn[]): string[] => chosen.map((key) => orderColumns[key].heading);

/** Makes an order's rows, one per line, each with the order's own fields. */
export function orderRows(order: CsvOrder, chosen: OrderColumn[], jans: Map<string, string>): string[][] {
  return order.lines.map((line) => {
    const given = { order, line, jan: jans.get(line.variationId) ?? "" };
    return chosen.map((key) => {
      const value = (orderColumns[key] as Column).of(given);
      return value === null ? "" : String(value);
    });
  });
}
