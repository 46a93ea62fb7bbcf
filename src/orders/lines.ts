import type { FieldError } from "../kit/errors.ts";
import { AppError } from "../kit/errors.ts";
import type { StockRow } from "../stock/rules.ts";
import type { Money, Sale } from "../kit/tables.ts";
import { totalOf } from "./rules.ts";
import type { LineRow, Sellable } from "./store.ts";

/** A line as a caller gives it; `unitPrice` (tax included) undefined: the price of the shop. */
export type LineInput = {
  variationId: string;
  quantity: number;
  unitPrice?: number | undefined;
  answers?: string[] | undefined;
};

/** A line as it is kept: what was ordered under which name, price and link. */
export type Line = Omit<LineRow, "merchantId" | "orderId" | "position" | "answers"> & {
  answers: string[] | null;
};

const unknown = {
  ja: "この商品は見つからないか、削除されています。",
  en: "There is no such variation, or it was deleted.",
};

/**
 * Names and prices the lines; their links are those of the locked rows. A line that the order had before keeps its name, price and link: an edit of
 * the pieces is no new price. Throws 422 with the place of every variation that this merchant does not have.
 */
export function linesOf(
  given: LineInput[],
  sellables: Sellable[],
  locked: StockRow[],
  before: LineRow[],
): Line[] {
  const links = new Map(locked.map((row) => [row.id, row.smaregiProductId]));
  const byId = new Map(sellables.map((sellable) => [sellable.id, sellable]));
  const had = new Map(before.map((line) => [line.variationId, line]));
  const problems: FieldError[] = [];
  const lines = given.map((line, index): Line | null => {
    const old = had.get(line.variationId);
    const sellable = byId.get(line.variationId);
    const link = links.get(line.variationId);
    // No longer locked: it was deleted. Only an order that held it before may still do so.
    if (sellable === undefined || (link === undefined && old === undefined)) {
      problems.push({ path: `lines[${index}].variationId`, message: unknown });
      return null;
    }
    return {
      variationId: line.variationId,
      productName: old?.productName ?? sellable.productName,
      variationName: old?.variationName ?? sellable.variationName,
      productCode: old?.productCode ?? sellable.productCode,
      systemProductNumber: sellable.systemProductNumber,
      smaregiProductId: link === undefined ? (old?.smaregiProductId ?? null) : link,
      unitPrice: line.unitPrice ?? old?.unitPrice ?? sellable.price,
      taxRate: old?.taxRate ?? sellable.taxRate,
      quantity: line.quantity,
      answers: line.answers ?? null,
    };
  });
  if (problems.length > 0) throw new AppError("invalid", unknown, problems);
  return lines.filter((line) => line !== null);
}

/** 422 where the reductions are more than the order is worth, or the order is more than a till can hold. */
export function refuseTotal(lines: Line[], money: Money): void {
  const total = totalOf(lines, money);
  if (total >= 0 && total <= 99_999_999) return;
  const message =
    total < 0
      ? { ja: "割引の合計が注文金額を超えています。", en: "The reductions are more than the order is worth." }
      : { ja: "合計が99,999,999円を超えています。", en: "The total is above 99,999,999 yen." };
  throw new AppError("invalid", message, [{ path: "total", message }]);
}

/** What Smaregi is told of the order. */
export function saleOf(orderNumber: string, lines: Line[], money: Money): Sale {
  return {
    orderNumber,
    lines: lines.map((line) => ({
      smaregiProductId: line.smaregiProductId,
      name: line.variationName === "" ? line.productName : `${line.productName} ${line.variationName}`,
      unitPrice: line.unitPrice,
      taxRate: line.taxRate,
      quantity: line.quantity,
    })),
    money,
  };
}

/** The rows of an order's lines. */
export function lineRows(merchantId: string, orderId: string, lines: Line[]) {
  return lines.map((line, index) => ({
    ...line,
    merchantId,
    orderId,
    position: index + 1,
    answers: line.answers === null ? null : JSON.stringify(line.answers),
  }));
}
