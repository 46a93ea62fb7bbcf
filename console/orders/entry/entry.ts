import type { Order, Plan, Product, Variation } from "../../../src/http/api-types.ts";
import { changedOf } from "../../../ui/changed.ts";
import { readWhole } from "../../../ui/numbers.ts";
import { buyerFields, knownOf, type BuyerField } from "../parts/buyer.ts";
import { moneyLines, type MoneyKey } from "../parts/money.ts";

/*
 * An order as its form holds it: amounts as typed, and every field under the path that the server uses, so that a refusal finds its
 * field.
 */

export type EntryLine = {
  /** Distinguishes lines: several may have the same variation. */
  key: number;
  variationId: string;
  productName: string;
  variationName: string;
  systemProductNumber: string;
  quantity: string;
  unitPrice: string;
  questions: Product["questions"];
  answers: string[];
  /** The answers if the product's questions have changed since: they are shown, and the server keeps them. */
  kept?: { questions: string[]; answers: string[] };
  /** The shop's price, for a plan's line without a price of its own. The line follows the shop as long as this price is unchanged. */
  shopPrice?: string;
  /** The quantity left when it was chosen; null: not managed; undefined: unknown. */
  left?: number | null;
};

export type Entry = {
  kind: Order["kind"];
  releaseOn: string;
  lines: EntryLine[];
  customer: Record<BuyerField, string>;
  /** Only for a plan: how often, from when, and until when (blank: no end). */
  every: { unit: Plan["every"]["unit"]; count: string } | null;
  firstOn: string;
  endsOn: string;
} & Record<MoneyKey, string>;

let lastKey = 0;
const nextKey = (): number => (lastKey += 1);

const moneyOf = (order: Pick<Order, MoneyKey>): Record<MoneyKey, string> =>
  Object.fromEntries(
    moneyLines.map(({ key }) => {
      const amount = order[key];
      const isBlank = amount === null || (amount === 0 && key !== "shippingFee");
      return [key, isBlank ? "" : String(amount)];
    }),
  ) as Record<MoneyKey, string>;

const customerOf = (customer: Order["customer"]): Entry["customer"] =>
  Object.fromEntries(
    buyerFields.map((field) => [field, knownOf(customer, field) ?? ""]),
  ) as Entry["customer"];

const noMoney = Object.fromEntries(moneyLines.map(({ key }) => [key, key === "shippingFee" ? null : 0]));

const once = { every: null, firstOn: "", endsOn: "" };

/** An empty entry. */
export function blankEntry(kind: Order["kind"]): Entry {
  return {
    kind,
    releaseOn: "",
    lines: [],
    customer: customerOf(null),
    ...once,
    ...moneyOf(noMoney as Pick<Order, MoneyKey>),
  };
}

/** A new line for a product's variation: one piece at the shop's price. */
export function lineOf(product: Product, variation: Variation): EntryLine {
  return {
    key: nextKey(),
    variationId: variation.id,
    productName: product.name,
    variationName: variation.name,
    systemProductNumber: variation.systemProductNumber,
    quantity: "1",
    unitPrice: String(variation.price ?? product.price),
    questions: product.questions,
    answers: product.questions.map(() => ""),
    left: variation.stockManaged ? (variation.quantity ?? 0) : null,
  };
}

type Ordered = Pick<Order, "kind" | "customer" | "lines" | "releaseOn" | MoneyKey>;

/** The entry for editing an order; `products`: those of the lines with answers. */
export function entryOf(order: Ordered, products: Product[]): Entry {
  return {
    kind: order.kind,
    releaseOn: order.releaseOn ?? "",
    lines: order.lines.map((line) => orderedLine(line, products)),
    customer: customerOf(order.customer),
    ...once,
    ...moneyOf(order),
  };
}

function orderedLine(line: Order["lines"][number], products: Product[]): EntryLine {
  const { questions: asked = [], answers = [], taxRate: _, ...rest } = line;
  const product = products.find(({ variations }) => variations.some(({ id }) => id === line.variationId));
  const now = product?.questions ?? [];
  const isSame = now.length === asked.length && now.every(({ name }, nth) => name === asked[nth]);
  return {
    ...rest,
    key: nextKey(),
    quantity: String(line.quantity),
    unitPrice: String(line.unitPrice),
    questions: isSame ? now : [],
    answers: isSame ? answers : [],
    ...(isSame ? {} : { kept: { questions: asked, answers } }),
  };
}

/** The entry for changing a plan; `products`: those of the lines with answers. */
export function planEntryOf(plan: Plan, products: Product[]): Entry {
  const lines = plan.lines.map((line): EntryLine => {
    const product = products.find(({ variations }) => variations.some(({ id }) => id === line.variationId));
    const questions = product?.questions ?? [];
    const { answers: given = [], price, unitPrice, ...rest } = line;
    const answers = questions.map(({ name }, nth) => (Array.isArray(given) ? given[nth] : given[name]) ?? "");
    const amounts = { quantity: String(line.quantity), unitPrice: String(price) };
    const shop = unitPrice === undefined ? { shopPrice: String(price) } : {};
    return { ...rest, ...amounts, ...shop, key: nextKey(), questions, answers };
  });
  const { count, unit } = plan.every;
  return {
    ...entryOf({ ...plan, lines: [] }, []),
    lines,
    every: { count: String(count), unit },
    firstOn: plan.firstOn,
    endsOn: plan.endsOn ?? "",
  };
}

/** A plan's interval and end, as the server takes them. */
export function rhythmOf({ every, endsOn }: Entry) {
  return {
    every: { unit: every?.unit ?? "month", count: readWhole(every?.count ?? "") ?? 0 },
    endsOn: endsOn === "" ? null : endsOn,
  };
}

/**
 * The body of a change of a plan: the differences between `entry` and `opened`. `customer`: what was known about the buyer when it
 * was opened.
 */
export function planChangeOf(opened: Entry, entry: Entry, customer: Plan["customer"]) {
  const sent = (each: Entry) => ({ ...bodyOf(each, customer), ...rhythmOf(each) });
  return changedOf(sent(opened), sent(entry));
}

/** The entry as the server takes it. `customer`: other data about the buyer, which is kept. */
export function bodyOf(entry: Entry, customer: Order["customer"]) {
  const amounts = moneyLines.map(({ key }) => {
    const amount = readWhole(entry[key]) ?? null;
    return [key, amount === null && key !== "shippingFee" ? 0 : amount];
  });
  return {
    lines: entry.lines.map((line) => ({
      variationId: line.variationId,
      quantity: readWhole(line.quantity) ?? 0,
      ...(line.unitPrice === line.shopPrice ? {} : { unitPrice: readWhole(line.unitPrice) ?? 0 }),
      ...(line.questions.length === 0 ? {} : { answers: line.answers.map((answer) => answer.trim()) }),
    })),
    ...(Object.fromEntries(amounts) as Record<MoneyKey, number | null>),
    ...buyerOf(entry.customer, customer),
    ...(entry.kind === "preorder" ? { releaseOn: entry.releaseOn === "" ? null : entry.releaseOn } : {}),
  };
}

function buyerOf(fields: Entry["customer"], known: Order["customer"]) {
  const others = Object.entries(known ?? {}).filter(([name]) => !buyerFields.includes(name as BuyerField));
  const given = Object.entries(fields).flatMap(([name, text]) =>
    text.trim() === "" ? [] : [[name, text.trim()]],
  );
  const customer = Object.fromEntries([...others, ...given]) as Record<string, unknown>;
  return known === null && given.length === 0 ? {} : { customer };
}

export type EntryProblem =
  | "noLines"
  | "wrongQuantity"
  | "wrongPrice"
  | "wrongAmount"
  | "wrongAnswer"
  | "longAnswer"
  | "wrongCount"
  | "noFirst";

const isWithin = (text: string, least: number, most: number): boolean => {
  const value = readWhole(text);
  return typeof value === "number" && value >= least && value <= most;
};

/** The errors that the form itself can find, by path; empty if it can be sent. */
export function problemsOf(entry: Entry): Record<string, EntryProblem> {
  const problems: Record<string, EntryProblem> = {};
  if (entry.lines.length === 0) problems["lines"] = "noLines";
  for (const [index, line] of entry.lines.entries()) {
    if (!isWithin(line.quantity, 1, 999_999)) problems[`lines.${index}.quantity`] = "wrongQuantity";
    if (!isWithin(line.unitPrice, 0, 99_999_999)) problems[`lines.${index}.unitPrice`] = "wrongPrice";
    for (const [nth, question] of line.questions.entries()) {
      const answer = line.answers[nth] ?? "";
      const at = `lines.${index}.answers.${nth}`;
      if ("choices" in question && !question.choices.includes(answer)) problems[at] = "wrongAnswer";
      if ("freeText" in question && [...answer.trim()].length > 100) problems[at] = "longAnswer";
    }
  }
  if (entry.every !== null) {
    const most = entry.every.unit === "week" ? 52 : 24;
    if (!isWithin(entry.every.count, 1, most)) problems["every.count"] = "wrongCount";
    if (entry.firstOn === "") problems["firstOn"] = "noFirst";
  }
  for (const { key } of moneyLines) {
    const least = key === "adjustment" ? -99_999_999 : 0;
    const isRight = entry[key].trim() === "" || isWithin(entry[key], least, 99_999_999);
    if (!isRight) problems[key] = key === "adjustment" ? "wrongAmount" : "wrongPrice";
  }
  return problems;
}
