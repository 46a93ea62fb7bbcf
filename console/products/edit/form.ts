import type { Product } from "../../../src/http/api-types.ts";
import { changedOf } from "../../../ui/changed.ts";
import { mergeNamed } from "../../../ui/merge-named.ts";
import { readCount, readDigits } from "../../../ui/numbers.ts";
import { stockRule } from "../parts/stock.ts";

/** A variation as the form holds it: numbers as typed. `key` identifies the row; `id` is null if it is not saved yet. */
export type VariationValues = {
  key: string;
  id: string | null;
  name: string;
  productCode: string;
  janCode: string;
  price: string;
  stockManaged: boolean;
  smaregiProductId: string;
  quantity: string;
};

/** A question of pattern 2; `choices` has one choice per line. */
export type QuestionValues = { key: string; name: string; isFreeText: boolean; choices: string };

export type ProductValues = {
  name: string;
  productCode: string;
  price: string;
  taxRate: string;
  published: boolean;
  variationPattern: Product["variationPattern"];
  questions: QuestionValues[];
  variations: VariationValues[];
};

let made = 0;
const newKey = (): string => {
  made += 1;
  return `new-${made}`;
};

/** An empty row. */
export const newVariation = (): VariationValues => ({
  key: newKey(),
  id: null,
  name: "",
  productCode: "",
  janCode: "",
  price: "",
  stockManaged: true,
  smaregiProductId: "",
  quantity: "",
});

export const newQuestion = (): QuestionValues => ({
  key: newKey(),
  name: "",
  isFreeText: false,
  choices: "",
});

/** The form values of a product that is not registered yet. */
export const newProduct = (): ProductValues => ({
  name: "",
  productCode: "",
  price: "",
  taxRate: "10",
  published: false,
  variationPattern: "none",
  questions: [],
  variations: [newVariation()],
});

const asText = (value: number | null): string => (value === null ? "" : String(value));

/** The form values of a product. */
export function valuesOf(product: Product): ProductValues {
  return {
    name: product.name,
    productCode: product.productCode ?? "",
    price: String(product.price),
    taxRate: String(product.taxRate),
    published: product.published,
    variationPattern: product.variationPattern,
    questions: product.questions.map((question, index) => ({
      key: `${index}`,
      name: question.name,
      isFreeText: "freeText" in question,
      choices: "choices" in question ? question.choices.join("\n") : "",
    })),
    variations: product.variations.map((variation) => ({
      key: variation.id,
      id: variation.id,
      name: variation.name,
      productCode: variation.productCode ?? "",
      janCode: variation.janCode ?? "",
      price: asText(variation.price),
      stockManaged: variation.stockManaged,
      smaregiProductId: variation.smaregiProductId ?? "",
      quantity: asText(variation.quantity),
    })),
  };
}

/** The choices of a question: one for each line that is not empty. */
export const choicesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

function writeOf(values: ProductValues) {
  const { name, productCode, price, taxRate, published, variationPattern } = values;
  const isPattern2 = variationPattern === "pattern2";
  return {
    name: name.trim(),
    productCode: orNull(productCode),
    price: readCount(price) ?? 0,
    taxRate: Number(taxRate),
    published,
    variationPattern,
    questions: isPattern2 ? values.questions.map(questionOf) : [],
    variations: values.variations.map((variation) => variationOf(variation, variationPattern)),
  };
}

type QuestionWrite = { name: string; freeText: true } | { name: string; choices: string[] };

const questionOf = ({ name, isFreeText, choices }: QuestionValues): QuestionWrite =>
  isFreeText ? { name: name.trim(), freeText: true } : { name: name.trim(), choices: choicesOf(choices) };

function variationOf(variation: VariationValues, pattern: ProductValues["variationPattern"]) {
  const smaregiProductId = orNull(readDigits(variation.smaregiProductId));
  const { id, stockManaged, quantity } = variation;
  return {
    ...(id === null ? {} : { id }),
    // A name that was typed before the pattern changed stays in the form, but is not sent.
    name: pattern === "pattern1" ? variation.name.trim() : "",
    productCode: orNull(variation.productCode),
    janCode: orNull(readDigits(variation.janCode)),
    price: readCount(variation.price) ?? null,
    stockManaged,
    smaregiProductId,
    ...(stockRule({ stockManaged, smaregiProductId }) === "direct"
      ? { quantity: readCount(quantity) ?? null }
      : {}),
  };
}

/** A saved question, as the form would send it. */
const asWritten = (question: Product["questions"][number]): QuestionWrite =>
  "choices" in question
    ? { name: question.name, choices: question.choices }
    : { name: question.name, freeText: true };

const isSame = (a: QuestionWrite, b: QuestionWrite): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The body that registers the product. */
export const registration = (values: ProductValues) => writeOf(values);

type Write = ReturnType<typeof writeOf>;
type VariationWrite = Partial<Write["variations"][number]>;

/**
 * The body that saves the form: only changes since `initial`, so that no one else's change is undone. Variations and questions that
 * someone else added or changed (`now`) stay. A quantity without an edit is not sent, because some of it may have been sold
 * meanwhile.
 */
export function change(
  initial: ProductValues,
  values: ProductValues,
  now: Pick<Product, "questions" | "variations">,
): Partial<Omit<Write, "variations">> & { variations?: VariationWrite[] } {
  const before = writeOf(initial);
  const after = writeOf(values);
  const changed = changedOf(before, after);
  if (changed.questions !== undefined && after.variationPattern === "pattern2")
    changed.questions = mergeNamed(before.questions, after.questions, now.questions.map(asWritten), isSame);
  if (!("variations" in changed)) return changed;
  const rowsBefore = new Map(
    initial.variations.map(({ key, quantity }, index) => [key, { quantity, sent: before.variations[index] }]),
  );
  const variations = after.variations.map(({ quantity, ...rest }, index): VariationWrite => {
    const row = values.variations[index];
    const was = rowsBefore.get(row?.key ?? "");
    const isTouched = row !== undefined && row.quantity !== was?.quantity;
    const { id } = rest;
    const sent = was?.sent === undefined || id === undefined ? rest : { id, ...changedOf(was.sent, rest) };
    return quantity === undefined || !isTouched ? sent : { ...sent, quantity };
  });
  const known = new Set(initial.variations.map(({ id }) => id));
  const others = now.variations.filter(({ id }) => !known.has(id)).map(({ id }) => ({ id }));
  return { ...changed, variations: [...variations, ...others] };
}
