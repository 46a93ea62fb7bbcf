import { groupBy } from "../kit/group-by.ts";
import { isDeepStrictEqual } from "node:util";
import type { FieldError } from "../kit/errors.ts";
import { AppError, invalid } from "../kit/errors.ts";
import { maxQuantity, type StockRow } from "../stock/rules.ts";
import type { Money, OrderKind, Sale } from "../kit/tables.ts";
import { answersTo, totalOf, type Answers } from "./rules.ts";
import type { LineRow, Sellable } from "./store.ts";

/** A line as a caller gives it. Without `unitPrice` (tax included) the shop's price counts. */
export type LineInput = {
  variationId: string;
  quantity: number;
  unitPrice?: number | undefined;
  /** Answers to the product's questions (pattern 2): in their order, or by their names. */
  answers?: Answers | undefined;
};

/** A line as it is stored: what was ordered under which name, price and link. */
export type Line = Omit<LineRow, "merchantId" | "orderId" | "position">;

const unknown = {
  ja: "この商品は見つからないか、削除されています。",
  en: "There is no such variation, or it was deleted.",
};

const gone = (pieces: number) => ({
  ja: `この商品は削除されています。数量は、この受注の今の数(${pieces})より増やせません。`,
  en: `It was deleted: the order can't take more of it than it has (${pieces}).`,
});

/**
 * Adds names and prices to the lines; their links come from the locked rows. A line that the order had before keeps its name, price
 * and answers: an edit of the pieces sets no new price. If several lines are of one variation, the first stays first. Throws 422 with
 * the place of every variation that this merchant does not have, and of every answer that is missing or not one of the choices (U2).
 * An order may keep what it has of a deleted variation, but take no more, because no number says how many there are (P2).
 */
export function linesOf(
  given: LineInput[],
  sellables: Sellable[],
  locked: StockRow[],
  before: LineRow[],
): Line[] {
  const links = new Map(locked.map((row) => [row.id, row.smaregiProductId]));
  const byId = new Map(sellables.map((sellable) => [sellable.id, sellable]));
  const had = groupBy(before, (line) => line.variationId);
  const problems: FieldError[] = [];
  const piecesOf = (lines: { variationId: string; quantity: number }[], id: string) =>
    lines.reduce((sum, line) => sum + (line.variationId === id ? line.quantity : 0), 0);
  const lines = given.map((line, index): Line | null => {
    const wasHere = had.has(line.variationId);
    const old = had.get(line.variationId)?.shift();
    const sellable = byId.get(line.variationId);
    const link = links.get(line.variationId);
    // It is not among the locked rows, so it was deleted. Only an order that had it before may keep it.
    if (sellable === undefined || (link === undefined && !wasHere)) {
      problems.push({ path: `lines[${index}].variationId`, message: unknown });
      return null;
    }
    if (link === undefined) {
      const pieces = piecesOf(before, line.variationId);
      const asked = piecesOf(given.slice(0, index + 1), line.variationId);
      if (asked > pieces) problems.push({ path: `lines[${index}].quantity`, message: gone(pieces) });
    }
    const asked = answersOf(line, sellable, old);
    for (const problem of asked.problems) {
      problems.push({ path: `lines[${index}].answers${problem.path}`, message: problem.message });
    }
    return {
      variationId: line.variationId,
      productName: old?.productName ?? sellable.productName,
      variationName: old?.variationName ?? sellable.variationName,
      productCode: old === undefined ? sellable.productCode : old.productCode,
      systemProductNumber: sellable.systemProductNumber,
      smaregiProductId: link === undefined ? (old?.smaregiProductId ?? null) : link,
      unitPrice: line.unitPrice ?? old?.unitPrice ?? sellable.price,
      taxRate: old?.taxRate ?? sellable.taxRate,
      quantity: line.quantity,
      answers: asked.answers,
      questions: asked.questions,
    };
  });
  if (problems[0] !== undefined) throw new AppError("invalid", problems[0].message, problems);
  return lines.filter((line) => line !== null);
}

/** Checks a line's answers. Answers from before are not asked for again. */
function answersOf(line: LineInput, sellable: Sellable, old: LineRow | undefined) {
  const kept = line.answers === undefined || isDeepStrictEqual(line.answers, old?.answers);
  if (old !== undefined && kept) return { answers: old.answers, questions: old.questions, problems: [] };
  const names = sellable.questions.map((question) => question.name);
  const { answers, problems } = answersTo(sellable.questions, line.answers);
  return names.length === 0
    ? { answers: null, questions: null, problems }
    : { answers, questions: names, problems };
}

const tooMany = {
  ja: "数量の合計が999,999を超えています。",
  en: "There are more than 999,999 pieces in all.",
};

/** Throws 422 if the reductions are more than the order is worth, or if the order is more than a till or any stock (U7) can hold. */
export function refuseTotal(lines: Line[], money: Money): void {
  const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  if (pieces > maxQuantity) throw invalid("lines", tooMany);
  const total = totalOf(lines, money);
  if (total >= 0 && total <= 99_999_999) return;
  const message =
    total < 0
      ? { ja: "割引の合計が注文金額を超えています。", en: "The reductions are more than the order is worth." }
      : { ja: "合計が99,999,999円を超えています。", en: "The total is above 99,999,999 yen." };
  throw new AppError("invalid", message, [{ path: "total", message }]);
}

/** Throws 422 for a release date on an order that is not a pre-order. */
export function refuseRelease(kind: OrderKind, releaseOn: string | null | undefined): void {
  if (kind === "preorder" || releaseOn === undefined || releaseOn === null) return;
  throw invalid("releaseOn", {
    ja: "発売日を指定できるのは予約注文だけです。",
    en: "Only a pre-order has a release date.",
  });
}

/** The sale that is sent to Smaregi for the order. */
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
    questions: line.questions === null ? null : JSON.stringify(line.questions),
  }));
}
