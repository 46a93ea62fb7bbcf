import type { ShopProduct } from "../../src/http/api-types.ts";

/** A line that a buyer has chosen. Keeps the names for the case that the product is later gone. */
export type CartLine = {
  id: string;
  productId: string;
  variationId: string;
  productName: string;
  variationName: string;
  quantity: number;
  /** The answers to the product's questions (pattern 2), in their order. */
  answers: string[];
};
export type NewLine = Omit<CartLine, "id">;

/** The most pieces that the order takes in one line. */
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

/** Reads the lines of a stored cart; returns none if the text is not a valid cart. */
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

/** Adds a choice. If a line is equal except for its pieces, it gets more pieces; otherwise there is a new line. */
export function withLine(lines: CartLine[], added: NewLine, id: string): CartLine[] {
  if (!lines.some((line) => isSameChoice(line, added))) return [...lines, { ...added, id }];
  return lines.map((line) =>
    isSameChoice(line, added)
      ? { ...line, quantity: Math.min(line.quantity + added.quantity, mostPieces) }
      : line,
  );
}

/**
 * Takes out what was ordered: `pieces` of each line. Pieces that were added while the order was on its way stay, on a line of their
 * own, so that an order that is answered twice does not take them as well.
 */
export function withoutOrdered(
  lines: CartLine[],
  pieces: Map<string, number>,
  newId: () => string,
): CartLine[] {
  return lines.flatMap((line) => {
    const left = line.quantity - (pieces.get(line.id) ?? 0);
    if (left === line.quantity) return [line];
    return left > 0 ? [{ ...line, id: newId(), quantity: left }] : [];
  });
}

/** Counts all pieces, or those of one variation. */
export function piecesIn(lines: CartLine[], variationId?: string): number {
  return lines
    .filter((line) => variationId === undefined || line.variationId === variationId)
    .reduce((sum, line) => sum + line.quantity, 0);
}

/** Reads a number of pieces in half-width or full-width digits; null if it is not one. */
export function readPieces(typed: string): number | null {
  const text = typed.normalize("NFKC").trim();
  if (!/^\d{1,6}$/.test(text)) return null;
  const pieces = Number(text);
  return pieces >= 1 ? pieces : null;
}

/**
 * The reason why a line cannot be ordered: it is no longer sold, its questions have changed, fewer are left than wanted, or it is
 * more than the shop sells at once.
 */
type Trouble =
  | { kind: "gone" }
  | { kind: "questions" }
  | { kind: "short"; left: number }
  | { kind: "tooMany"; left: number };

/** Returns the product as it was just read. Null: no longer sold; undefined: not read yet. */
type Known = (productId: string) => ShopProduct | null | undefined;

/** A line of the cart as it is today, and the reason why it cannot be ordered. */
export type Row = {
  line: CartLine;
  product: ShopProduct | undefined;
  variation: ShopProduct["variations"][number] | undefined;
  trouble: Trouble | null;
};

/**
 * The cart's lines as they are today. Lines of one variation share its stock; earlier lines get theirs first. `perLine`: the most
 * pieces that the shop sells in one line.
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

/** How many are left; null: more than the shop tells. */
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

/** The price of the lines that are still sold, tax included. */
export function subtotalOf(rows: Row[]): number {
  return rows.reduce((sum, { line, variation }) => sum + (variation?.price ?? 0) * line.quantity, 0);
}
