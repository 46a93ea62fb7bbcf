import { noMoney } from "../../test/support/money.ts";
import { newWork } from "./work/rules.ts";
import type { LineInput } from "./lines.ts";
import type { LineRow, OrderRow, Sellable } from "./store.ts";

/** What a new order's line copies of variation `id`: 1,000 yen at 10 %, no questions. */
export const sellable = (id: string, more: Partial<Sellable> = {}): Sellable => ({
  id,
  systemProductNumber: `number of ${id}`,
  productName: `品 ${id}`,
  variationName: "",
  productCode: null,
  price: 1000,
  taxRate: 10,
  questions: [],
  published: true,
  ...more,
});

/** A line of an order as it is stored. */
export const lineRow = (variationId: string, more: Partial<LineRow> = {}): LineRow => ({
  merchantId: "m",
  orderId: "o",
  position: 1,
  variationId,
  productName: `品 ${variationId}`,
  variationName: "",
  productCode: null,
  systemProductNumber: `number of ${variationId}`,
  smaregiProductId: null,
  unitPrice: 1000,
  taxRate: 10,
  quantity: 1,
  answers: null,
  questions: null,
  ...more,
});

/** A new order that costs nothing besides its lines. */
export const orderRow = (more: Partial<OrderRow> = {}): OrderRow => {
  const at = new Date("2026-11-24T00:00:00Z");
  return {
    merchantId: "m",
    id: "o",
    serial: 1,
    number: "01-00001-0000001",
    kind: "normal",
    status: "new",
    money: noMoney,
    customer: null,
    placedBy: "test",
    enteredBy: null,
    releaseOn: null,
    ...newWork,
    linkState: "off",
    linkWhy: null,
    wantedKey: null,
    follows: "off",
    followsWhy: null,
    counted: false,
    uncountedAt: at,
    restless: false,
    trace: null,
    dueAt: null,
    dueFrom: null,
    transactionId: null,
    createdAt: at,
    updatedAt: at,
    ...more,
  };
};

/** A line as a caller gives it. */
export const line = (variationId: string, quantity = 1, more: Partial<LineInput> = {}): LineInput => ({
  variationId,
  quantity,
  ...more,
});
