import type { FieldError, Text } from "../kit/errors.ts";
import type { Money, OperationState, Question, Sale } from "../kit/tables.ts";

/** Sum of the lines, tax included, before fees and discounts. */
export function subtotalOf(lines: { unitPrice: number; quantity: number }[]): number {
  return lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0);
}

/** What the buyer pays, whole yen. An undecided shipping fee counts as nothing yet. */
export function totalOf(lines: { unitPrice: number; quantity: number }[], money: Money): number {
  const fees = (money.shippingFee ?? 0) + money.paymentFee + money.coolFee + money.wrappingFee;
  const reductions = money.discount + money.couponDiscount + money.pointsUsed;
  return subtotalOf(lines) + fees - reductions + money.adjustment;
}

/** Pieces a variation, over all lines: the same variation may stand on several. */
export function piecesOf(lines: { variationId: string; quantity: number }[]): Map<string, number> {
  const pieces = new Map<string, number>();
  for (const line of lines) {
    pieces.set(line.variationId, (pieces.get(line.variationId) ?? 0) + line.quantity);
  }
  return pieces;
}

/** What an edit does to the quantities: what the old lines held comes back, what the new ones hold is taken. */
export function changeOf(before: Map<string, number>, after: Map<string, number>): Map<string, number> {
  const changes = new Map<string, number>();
  for (const variationId of new Set([...before.keys(), ...after.keys()])) {
    const change = (before.get(variationId) ?? 0) - (after.get(variationId) ?? 0);
    if (change !== 0) changes.set(variationId, change);
  }
  return changes;
}

/** What a sale takes from each Smaregi product (negative). Lines that are not linked move nothing there (O6). */
export function stockOfSale(sale: Sale): Map<string, number> {
  const stock = new Map<string, number>();
  for (const line of sale.lines) {
    if (line.smaregiProductId === null) continue;
    stock.set(line.smaregiProductId, (stock.get(line.smaregiProductId) ?? 0) - line.quantity);
  }
  return stock;
}

/** What a step of an order moves, of all of its `steps`: a registration takes, a cancellation gives back what its registration took. */
export function stockOfStep(
  step: { sale: Sale | null; cancelsId: string | null },
  steps: { id: string; sale: Sale | null }[],
): Map<string, number> {
  if (step.sale !== null) return stockOfSale(step.sale);
  const cancelled = steps.find((other) => other.id === step.cancelsId)?.sale ?? null;
  const taken = cancelled === null ? [] : [...stockOfSale(cancelled)];
  return new Map(taken.map(([product, change]) => [product, -change]));
}

/** A step of an order in Smaregi, as far as planning needs it. */
export type Operation = {
  id: string;
  seq: number;
  kind: "register" | "cancel";
  state: OperationState;
  sale: Sale | null;
  cancelsId: string | null;
};

export type PlannedOperation =
  | { kind: "register"; sale: Sale; cancelsId: null }
  | { kind: "cancel"; sale: null; cancelsId: string };

/**
 * What an edit (`sale`: the order as it is now) or a cancellation (`null`) needs in Smaregi (O3, O4):
 * each transaction that stands there or may stand there is cancelled once, then the sale is registered anew.
 * A registration that was not sent yet is dropped: there is nothing to cancel. With the order cancelled, so is one
 * that failed: nothing of it stands, and nothing is left to repair.
 */
export function planOperations(
  existing: Operation[],
  sale: Sale | null,
): { drop: string[]; add: PlannedOperation[] } {
  const drop = existing
    .filter(
      ({ kind, state }) =>
        kind === "register" && (state === "waiting" || (state === "failed" && sale === null)),
    )
    .map((operation) => operation.id);
  const beingCancelled = new Set(
    existing
      .filter((operation) => operation.state !== "failed" && operation.state !== "dropped")
      .map((operation) => operation.cancelsId),
  );
  const add: PlannedOperation[] = existing
    .filter((operation) => operation.kind === "register" && mayStand(operation.state))
    .filter((operation) => !beingCancelled.has(operation.id))
    .map((operation) => ({ kind: "cancel", sale: null, cancelsId: operation.id }));
  if (sale !== null) add.push({ kind: "register", sale, cancelsId: null });
  return { drop, add };
}

/** Whether a step is sent, sent again or asked about without anybody's doing. */
export const isUnderWay = ({ state }: Pick<Operation, "state">): boolean =>
  state === "waiting" || state === "sending" || state === "unclear";

const mayStand = (state: OperationState): boolean =>
  state === "sending" || state === "unclear" || state === "done";

/** Answers to a product's questions: in their order, or by their names. */
export type Answers = string[] | Record<string, string>;

/** Letters that a free answer may have (U2). */
const longestAnswer = 100;

const answerTexts = {
  none: {
    ja: "この商品に質問はありません。回答は指定できません。",
    en: "The product asks nothing: there is nothing to answer.",
  },
  many: { ja: "回答の数が質問より多くなっています。", en: "There are more answers than questions." },
  unknown: { ja: "この商品にない質問です。", en: "The product has no such question." },
} satisfies Record<string, Text>;

/**
 * The answers in the order of the questions (U2, pattern 2). Each question with choices needs one of them; a free
 * answer may be blank, and has up to 100 letters. `path` of a problem: `[1]` or `.name`, as the answers were given.
 */
export function answersTo(
  questions: Question[],
  given: Answers | undefined,
): { answers: string[]; problems: FieldError[] } {
  const problems: FieldError[] = [];
  const isList = given === undefined || Array.isArray(given);
  const named = isList ? {} : given;
  const list = isList ? (given ?? []) : [];
  if (questions.length === 0 && Object.keys(given ?? {}).length > 0) {
    return { answers: [], problems: [{ path: "", message: answerTexts.none }] };
  }
  if (list.length > questions.length) problems.push({ path: "", message: answerTexts.many });
  for (const name of Object.keys(named)) {
    if (!questions.some((question) => question.name === name)) {
      problems.push({ path: `.${name}`, message: answerTexts.unknown });
    }
  }
  const answers = questions.map((question, index) => {
    const answer = (isList ? list[index] : named[question.name]) ?? "";
    const message = answerProblem(question, answer);
    if (message !== null) problems.push({ path: isList ? `[${index}]` : `.${question.name}`, message });
    return answer;
  });
  return { answers, problems };
}

function answerProblem(question: Question, answer: string): Text | null {
  const { name } = question;
  if ("choices" in question) {
    if (question.choices.includes(answer)) return null;
    const choices = question.choices.join("、");
    return {
      ja: `「${name}」は次から選んでください: ${choices}`,
      en: `"${name}" needs one of its choices: ${choices}`,
    };
  }
  if ([...answer].length <= longestAnswer) return null;
  return {
    ja: `「${name}」は${longestAnswer}文字以内で入力してください。`,
    en: `"${name}" takes up to ${longestAnswer} letters.`,
  };
}
