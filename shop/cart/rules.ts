import type { ShopProduct } from "../../src/http/api-types.ts";

/** What a buyer has chosen. The names are kept for when the product is no longer there to be asked. */
export type CartLine = {
  id: string;
  productId: string;
  variationId: string;
  productName: string;
  variationName: string;
  quantity: number;
  /** To the product's questions (pattern 2), in their order. */
  answers: string[];
};
export type NewLine = Omit<CartLine, "id">;

/** Pieces that one line can hold, as the order takes them. */
export const mostPieces = 999_999;

const texts = ["id", "productId", "variationId", "productName", "variationName"] as const;

function isLine(value: unknown): value is CartLine {
  if (typeof value !== "object" || value === null) return false;
  const line = value as Record<string, unknown>;
  const { quantity, answers } = line;
  return (
    texts.every((name) => typeof line[name] === "string") &&
    Number.isInteger(quantity) &&
    Number(quantity) >= 1 &&
    Number(quantity) <= mostPieces &&
    Array.isArray(answers) &&
    answers.every((answer) => typeof answer === "string")
  );
}

/** The lines of a kept cart; what cannot be understood is no cart. */
export function readLines(kept: string | null): CartLine[] {
  try {
    const lines: unknown = JSON.parse(kept ?? "[]");
    return Array.isArray(lines) ? lines.filter(isLine) : [];
  } catch {
    return [];
  }
}

const isSameChoice = (one: NewLine, other: NewLine): boolean =>
  one.variationId === other.variationId && JSON.stringify(one.answers) === JSON.stringify(other.answers);

/** With a further choice: more of a line that is the same in all but its pieces, or a line of its own. */
export function withLine(lines: CartLine[], added: NewLine, id: string): CartLine[] {
  if (!lines.some((line) => isSameChoice(line, added))) return [...lines, { ...added, id }];
  return lines.map((line) =>
    isSameChoice(line, added)
      ? { ...line, quantity: Math.min(line.quantity + added.quantity, mostPieces) }
      : line,
  );
}

/** All pieces, or those of one variation. */
export function piecesIn(lines: CartLine[], variationId?: string): number {
  return lines
    .filter((line) => variationId === undefined || line.variationId === variationId)
    .reduce((sum, line) => sum + line.quantity, 0);
}

/** A number of pieces as a buyer types it, in half-width or full-width digits; null: not one. */
export function readPieces(typed: string): number | null {
  const text = typed.normalize("NFKC").trim();
  if (!/^\d{1,6}$/.test(text)) return null;
  const pieces = Number(text);
  return pieces >= 1 ? pieces : null;
}

/**
 * What stands against ordering a line: it is no longer sold, asks something else now, fewer are left than wanted, or it is
 * more than the shop sells at once.
 */
type Trouble =
  | { kind: "gone" }
  | { kind: "questions" }
  | { kind: "short"; left: number }
  | { kind: "tooMany"; left: number };

/** A product as read just now; null: it is no longer sold; undefined: not read yet. */
type Known = (productId: string) => ShopProduct | null | undefined;

/** What a line of the cart is today, and what stands against ordering it. */
export type Row = {
  line: CartLine;
  product: ShopProduct | undefined;
  variation: ShopProduct["variations"][number] | undefined;
  trouble: Trouble | null;
};

/**
 * The cart's lines with what they are today. Lines of one variation share its stock, the first ones first. `perLine`: pieces
 * that the shop sells in one line.
 */
export function rowsOf(lines: CartLine[], known: Known, perLine = mostPieces): Row[] {
  const wanted = new Map<string, number>();
  return lines.map((line) => {
    const product = known(line.productId);
    const variation = product?.variations.find(({ id }) => id === line.variationId);
    if (product === undefined) return { line, product, variation, trouble: null };
    if (product === null || variation === undefined) {
      return { line, product: product ?? undefined, variation, trouble: { kind: "gone" } };
    }
    const before = wanted.get(line.variationId) ?? 0;
    wanted.set(line.variationId, before + line.quantity);
    const most = leftOf(variation.stock);
    const left = most === null ? null : Math.max(most - before, 0);
    if (left !== null && left < line.quantity)
      return { line, product, variation, trouble: { kind: "short", left: Math.min(left, perLine) } };
    if (line.quantity > perLine)
      return { line, product, variation, trouble: { kind: "tooMany", left: perLine } };
    if (!answersFit(product, line.answers))
      return { line, product, variation, trouble: { kind: "questions" } };
    return { line, product, variation, trouble: null };
  });
}

/** How many can be had; null: more than the shop tells. */
export function leftOf(stock: ShopProduct["variations"][number]["stock"]): number | null {
  if (stock.state === "soldOut") return 0;
  return stock.state === "few" ? (stock.quantity ?? 0) : null;
}

function answersFit({ questions }: ShopProduct, answers: string[]): boolean {
  return (
    answers.length === questions.length &&
    questions.every(
      (question, at) => !("choices" in question) || question.choices.includes(answers[at] ?? ""),
    )
  );
}

/** What the lines cost, tax included, as far as they are still sold. */
export function subtotalOf(rows: Row[]): number {
  return rows.reduce((sum, { line, variation }) => sum + (variation?.price ?? 0) * line.quantity, 0);
}
