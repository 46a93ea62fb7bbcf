import { folded, readsAs } from "../kit/text/rules.ts";
import type { FieldError, Text } from "../kit/errors.ts";
import type { Money, Question } from "../kit/tables.ts";

const numberDigits = 8;

/** The order number for this serial: `00000012`. */
export const orderNumber = (serial: number): string => String(serial).padStart(numberDigits, "0");

/** An order number in its one spelling (P10): spreadsheets and people drop the zeros in front. */
export function orderNumberSpelling(typed: string): string {
  const plain = folded(typed).trim();
  return /^\d+$/.test(plain) ? plain.padStart(numberDigits, "0") : plain;
}

/** Sum of the lines, tax included, before fees and discounts. */
export function subtotalOf(lines: { unitPrice: number; quantity: number }[]): number {
  return lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0);
}

/** What the buyer pays, in whole yen. An undecided shipping fee counts as 0. */
export function totalOf(lines: { unitPrice: number; quantity: number }[], money: Money): number {
  const fees = (money.shippingFee ?? 0) + money.paymentFee + money.coolFee + money.wrappingFee;
  const reductions = money.discount + money.couponDiscount + money.pointsUsed;
  return subtotalOf(lines) + fees - reductions + money.adjustment;
}

/** The two sides of an order's money lines (yen, 0 or more): what is added to the goods, and what is taken off. */
export function sidesOf(money: Money): { fees: number; reductions: number } {
  const fees = (money.shippingFee ?? 0) + money.coolFee + money.paymentFee + money.wrappingFee;
  const reductions = money.discount + money.couponDiscount + money.pointsUsed;
  return {
    fees: fees + Math.max(money.adjustment, 0),
    reductions: reductions + Math.max(-money.adjustment, 0),
  };
}

/**
 * The amount that is taxed at each rate, tax included, in yen. Reductions lower the sums of the two rates in proportion (the odd yen
 * at 10 %); fees are taxed at 10 %. If the reductions are more than goods and fees, nothing is taxed.
 */
export function taxedByRate(
  lines: { unitPrice: number; quantity: number; taxRate: 8 | 10 }[],
  { fees, reductions }: { fees: number; reductions: number },
): { 8: number; 10: number } {
  const at8 = subtotalOf(lines.filter(({ taxRate }) => taxRate === 8));
  const all = subtotalOf(lines);
  const reduction8 = all === 0 ? 0 : Math.min(at8, Math.floor((reductions * at8) / all));
  return { 8: at8 - reduction8, 10: Math.max(0, all - at8 + fees - (reductions - reduction8)) };
}

/** The consumption tax within a sum with tax, rounded down once per rate (適格請求書). */
export const taxWithin = (gross: number, rate: 8 | 10): number => Math.floor((gross * rate) / (100 + rate));

/** Answers to a product's questions: in their order, or by their names. */
export type Answers = string[] | Record<string, string>;

/** The most letters of a free answer (U2). */
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
 * Returns the answers in the order of the questions (U2, pattern 2). Each question with choices needs one of them; a free answer may
 * be blank and has up to 100 letters. The `path` of a problem is `[1]` or `.name`, depending on how the answers were given.
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
    if (!questions.some((question) => readsAs(question.name, name))) {
      problems.push({ path: `.${name}`, message: answerTexts.unknown });
    }
  }
  const answers = questions.map((question, index) => {
    const said = isList ? list[index] : answerOf(named, question.name);
    const answer = choiceOf(question, said ?? "");
    const message = answerProblem(question, answer);
    if (message !== null) problems.push({ path: isList ? `[${index}]` : `.${question.name}`, message });
    return answer;
  });
  return { answers, problems };
}

/** The answer under the question's name, or under one that reads the same. Never a property that every object has (`constructor`). */
const answerOf = (named: Record<string, string>, question: string): string | undefined =>
  Object.hasOwn(named, question)
    ? named[question]
    : Object.entries(named).find(([name]) => readsAs(name, question))?.[1];

/** An answer in the question's own spelling (P10): the exact choice, or else one that reads the same. */
function choiceOf(question: Question, answer: string): string {
  if (!("choices" in question) || question.choices.includes(answer)) return answer;
  return question.choices.find((choice) => readsAs(choice, answer)) ?? answer;
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

/** The buyer's field of this name as a text; blank if unknown. */
export function knownOf(customer: object | null, name: string): string {
  const value = (customer as Record<string, unknown> | null)?.[name];
  return typeof value === "string" ? value : "";
}

/** The same for several names. */
export const knownFields = <Name extends string>(
  customer: object | null,
  names: readonly Name[],
): Record<Name, string> =>
  Object.fromEntries(names.map((name) => [name, knownOf(customer, name)])) as Record<Name, string>;
