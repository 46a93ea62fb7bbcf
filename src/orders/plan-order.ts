import { isDeepStrictEqual } from "node:util";
import { AppError, invalid, type FieldError } from "../kit/errors.ts";
import type { Money, OrderKind, Sale } from "../kit/tables.ts";
import { orderMovements, type Movement, type Pieces, type StockRow } from "../stock/rules.ts";
import { lineRows, linesOf, refuseRelease, refuseTotal, saleOf, type Line, type LineInput } from "./lines.ts";
import type { Touched } from "../stock/store.ts";
import { totalOf } from "./rules.ts";
import type { LineRow, OrderRow, Sellable } from "./store.ts";

/*
 * What an order, an edit and a cancellation do, decided from what was read. Whoever does it and whoever only wants to see
 * beforehand (受注の確認) ask the same functions, so that what is shown is what happens.
 */

export type OrderInput = {
  kind: OrderKind;
  lines: LineInput[];
  money: Money;
  customer?: object | undefined;
  /** When the goods of a pre-order come out: YYYY-MM-DD. */
  releaseOn?: string | null | undefined;
  /** Who entered it for the buyer (代理注文); not given: whoever called. */
  enteredBy?: string | undefined;
  /** What the buyer was shown and agreed to; not given: whatever it comes to. */
  expectedTotal?: number | undefined;
};

export type EditInput = {
  lines?: LineInput[] | undefined;
  money?: Partial<Money> | undefined;
  customer?: object | undefined;
  releaseOn?: string | null | undefined;
};

/** Refuses what no order can be, whatever stands in the shop: before anything is looked up. */
export function refuseOrder({ kind, releaseOn, enteredBy }: OrderInput): void {
  refuseRelease(kind, releaseOn);
  if (kind === "proxy" || enteredBy === undefined) return;
  throw invalid("enteredBy", {
    ja: "入力者を指定できるのは代理注文だけです。",
    en: "Only an order on behalf of the buyer (proxy) says who entered it.",
  });
}

export type PlacingPlan = { lines: Line[]; movements: Movement[] };

/**
 * A new order: its lines, and what it takes. Throws 422 for what is unknown, 409 `out_of_stock` where there is too little and
 * `price_changed` where it comes to something else than the buyer was shown.
 */
export function planPlacing(order: OrderInput, sellables: Sellable[], rows: StockRow[]): PlacingPlan {
  const lines = linesOf(order.lines, sellables, rows, []);
  refuseTotal(lines, order.money);
  refuseOtherTotal(lines, order);
  return { lines, movements: moved(rows, { back: [], take: lines, isIn: () => true }, order.lines) };
}

/** What an edit is about: the variations of the lines that it gives and of those that the order has, and the products that these were taken from. */
export function touchedBy(before: LineRow[], given: LineInput[] | undefined): Required<Touched> {
  const variationIds = [...new Set([...(given ?? []), ...before].map((line) => line.variationId))];
  const products = [...new Set(before.flatMap((line) => line.smaregiProductId ?? []))];
  return { variationIds, products };
}

export type EditPlan = {
  lines: Line[];
  money: Money;
  movements: Movement[];
  sameLines: boolean;
  buyer: { customer?: string; releaseOn?: string | null | undefined } | null;
  /** What Smaregi is told; null: its transaction stays as it is. */
  sale: Sale | null;
};

/** An edit of an order that stands with the lines `before`; null: it changes nothing. Throws as a new order does. */
export function planEdit(
  order: OrderRow,
  before: LineRow[],
  input: EditInput,
  { sellables, rows, isIn }: { sellables: Sellable[]; rows: StockRow[]; isIn: (row: StockRow) => boolean },
): EditPlan | null {
  const given = input.lines ?? before.map(asInput);
  const lines = linesOf(given, sellables, rows, before);
  const money = { ...order.money, ...input.money };
  refuseTotal(lines, money);
  const buyer = changedBuyer(order, input);
  const rowsOf = (some: Line[]) => lineRows(order.merchantId, order.id, some);
  const sameLines = isDeepStrictEqual(rowsOf(lines), rowsOf(before));
  if (sameLines && isDeepStrictEqual(money, order.money) && buyer === null) return null;
  const movements = sameLines ? [] : moved(rows, { back: before, take: lines, isIn }, given);
  const sale = saleOf(order.number, lines, money);
  const isTold = !isDeepStrictEqual(sale, saleOf(order.number, before, order.money));
  return { lines, money, movements, sameLines, buyer, sale: isTold ? sale : null };
}

/** What a cancellation gives back. */
export function planCancelling(
  before: LineRow[],
  rows: StockRow[],
  isIn: (row: StockRow) => boolean,
): Movement[] {
  return moved(rows, { back: before, take: [], isIn }, []);
}

/** Nobody buys at a price that they were not shown: it changed between their page and their press. */
function refuseOtherTotal(lines: Line[], { money, expectedTotal }: OrderInput): void {
  if (expectedTotal === undefined || expectedTotal === totalOf(lines, money)) return;
  throw new AppError("price_changed", {
    ja: "商品の価格が変わりました。新しい金額をご確認のうえ、もう一度ご注文ください。",
    en: "A price has changed. Please look at the new amount, and place the order again.",
  });
}

/** 409 for any change of an order that is cancelled: that is final. */
export function refuseCancelled(order: OrderRow): void {
  if (order.status !== "cancelled") return;
  throw new AppError("order_cancelled", {
    ja: "キャンセル済みの受注は変更できません。",
    en: "The order is cancelled: nothing of it can be changed.",
  });
}

/** What the changes do to the quantities (O2 to O4). Too little of one is 409 with the line and what is left. */
function moved(
  rows: StockRow[],
  change: { back: Pieces[]; take: Pieces[]; isIn: (row: StockRow) => boolean },
  lines: LineInput[],
): Movement[] {
  const { movements, shortages } = orderMovements(rows, change);
  if (shortages.length === 0) return movements;
  const fields = shortages.map(({ variationId, available }): FieldError => {
    const index = lines.findIndex((line) => line.variationId === variationId);
    return {
      path: `lines[${index}].quantity`,
      message: { ja: `在庫が足りません(残り${available})。`, en: `Only ${available} left in stock.` },
    };
  });
  throw new AppError("out_of_stock", { ja: "在庫が足りません。", en: "There is too little stock." }, fields);
}

/** What changes of the buyer and the release date; null: nothing. */
function changedBuyer(order: OrderRow, { customer, releaseOn }: EditInput): EditPlan["buyer"] {
  const newBuyer = customer !== undefined && !isDeepStrictEqual(customer, order.customer);
  const newDate = releaseOn !== undefined && releaseOn !== order.releaseOn;
  if (newDate) refuseRelease(order.kind, releaseOn);
  if (!newBuyer && !newDate) return null;
  return {
    ...(newBuyer ? { customer: JSON.stringify(customer) } : {}),
    ...(newDate ? { releaseOn } : {}),
  };
}

function asInput(line: LineRow): LineInput {
  const { variationId, quantity, unitPrice } = line;
  return { variationId, quantity, unitPrice };
}
