import { isDeepStrictEqual } from "node:util";
import { AppError, invalid, type FieldError } from "../kit/errors.ts";
import type { Money, OrderKind, Sale } from "../kit/tables.ts";
import { orderMovements, type Movement, type Pieces, type StockRow } from "../stock/rules.ts";
import { lineRows, linesOf, refuseRelease, refuseTotal, saleOf, type Line, type LineInput } from "./lines.ts";
import type { Touched } from "../stock/store.ts";
import { totalOf } from "./rules.ts";
import type { LineRow, OrderRow, Sellable } from "./store.ts";

/*
 * Decides what an order, an edit and a cancellation do, from what was read. Both the change itself and its preview (受注の確認) call these
 * functions, so what is shown is what happens.
 */

export type OrderInput = {
  kind: OrderKind;
  lines: LineInput[];
  money: Money;
  customer?: object | undefined;
  /** The release date of a pre-order's goods: YYYY-MM-DD. */
  releaseOn?: string | null | undefined;
  /** Who entered it for the buyer (代理注文); if missing, the caller. */
  enteredBy?: string | undefined;
  /** The total that the buyer saw and agreed to; if missing, any total is fine. */
  expectedTotal?: number | undefined;
};

export type EditInput = {
  lines?: LineInput[] | undefined;
  money?: Partial<Money> | undefined;
  /** Null: the order has no buyer any more. */
  customer?: object | null | undefined;
  releaseOn?: string | null | undefined;
};

/** Throws for what no order can be, before anything is looked up. */
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
 * Plans a new order: its lines, and what it takes. Throws 422 for what is unknown, 409 `out_of_stock` if there is too little, and 409
 * `price_changed` if the total is not the one that the buyer saw.
 */
export function planPlacing(order: OrderInput, sellables: Sellable[], rows: StockRow[]): PlacingPlan {
  const lines = linesOf(order.lines, sellables, rows, []);
  refuseTotal(lines, order.money);
  refuseOtherTotal(lines, order);
  return { lines, movements: moved(rows, { back: [], take: lines, isIn: () => true }, order.lines) };
}

/**
 * What an edit concerns: the variations of the lines that it gives and of those that the order has, and the products that these were
 * taken from.
 */
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
  buyer: { customer?: string | null; releaseOn?: string | null | undefined } | null;
  /** The new sale for Smaregi; null if its transaction stays as it is. */
  sale: Sale | null;
};

/** Plans an edit of an order with the lines `before`; null if it changes nothing. Throws as a new order does. */
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

/** No one buys at a price that they were not shown: it may change between their page and their press. */
function refuseOtherTotal(lines: Line[], { money, expectedTotal }: OrderInput): void {
  if (expectedTotal === undefined || expectedTotal === totalOf(lines, money)) return;
  throw new AppError("price_changed", {
    ja: "商品の価格が変わりました。新しい金額をご確認のうえ、もう一度ご注文ください。",
    en: "A price has changed. Please look at the new amount, and place the order again.",
  });
}

/** Throws 409 for any change of a cancelled order: cancelled is final. */
export function refuseCancelled(order: OrderRow): void {
  if (order.status !== "cancelled") return;
  throw new AppError("order_cancelled", {
    ja: "キャンセル済みの受注は変更できません。",
    en: "The order is cancelled: nothing of it can be changed.",
  });
}

/** The effect of the changes on the quantities (O2 to O4). If there is too little, throws 409 with the line and what is left. */
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

/** What changes about the buyer and the release date; null if nothing does. */
function changedBuyer(order: OrderRow, { customer, releaseOn }: EditInput): EditPlan["buyer"] {
  const newBuyer = customer !== undefined && !isDeepStrictEqual(customer, order.customer);
  const newDate = releaseOn !== undefined && releaseOn !== order.releaseOn;
  if (newDate) refuseRelease(order.kind, releaseOn);
  if (!newBuyer && !newDate) return null;
  return {
    ...(newBuyer ? { customer: customer === null ? null : JSON.stringify(customer) } : {}),
    ...(newDate ? { releaseOn } : {}),
  };
}

function asInput(line: LineRow): LineInput {
  const { variationId, quantity, unitPrice } = line;
  return { variationId, quantity, unitPrice };
}
