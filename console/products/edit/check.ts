import { readCount, readDigits } from "../../../ui/numbers.ts";
import { largest, stockRule } from "../parts/stock.ts";
import { choicesOf, type ProductValues } from "./form.ts";

/** The form's messages for single fields. */
export type CheckWords = {
  needed: string;
  tooLong(most: number): string;
  badNumber: string;
  tooLarge(most: string): string;
  badJan: string;
  badSmaregiId: string;
  choices: string;
  questions: string;
  oneVariation: string;
  someVariations: string;
};

type Errors = Record<string, string>;
const needed = (text: string, most: number, words: CheckWords): string | undefined => {
  if (text.trim() === "") return words.needed;
  return text.trim().length > most ? words.tooLong(most) : undefined;
};
const atMost = (text: string, most: number, words: CheckWords): string | undefined =>
  text.trim().length > most ? words.tooLong(most) : undefined;

function number(text: string, most: number, words: CheckWords): string | undefined {
  const value = readCount(text);
  if (value === undefined) return words.badNumber;
  return value !== null && value > most ? words.tooLarge(most.toLocaleString("ja-JP")) : undefined;
}

/** The errors of the form before it is sent, by field. The server reports everything else. */
export function problemsIn(values: ProductValues, words: CheckWords): Errors {
  const { variationPattern, variations, questions } = values;
  const found: Record<string, string | undefined> = {
    name: needed(values.name, 255, words),
    productCode: atMost(values.productCode, 50, words),
    price: values.price.trim() === "" ? words.needed : number(values.price, largest.price, words),
  };
  const isPattern1 = variationPattern === "pattern1";
  if (!isPattern1 && variations.length > 1) found["variations"] = words.oneVariation;
  if (variations.length === 0) found["variations"] = words.someVariations;
  for (const [index, row] of variations.entries()) {
    const at = `variations.${index}`;
    const jan = readDigits(row.janCode);
    const link = readDigits(row.smaregiProductId);
    if (isPattern1) found[`${at}.name`] = needed(row.name, 100, words);
    found[`${at}.productCode`] = atMost(row.productCode, 50, words);
    if (!/^(|\d{8}|\d{13})$/.test(jan)) found[`${at}.janCode`] = words.badJan;
    found[`${at}.price`] = number(row.price, largest.price, words);
    if (!/^\d{0,15}$/.test(link)) found[`${at}.smaregiProductId`] = words.badSmaregiId;
    if (stockRule({ ...row, smaregiProductId: link }) === "direct")
      found[`${at}.quantity`] = number(row.quantity, largest.quantity, words);
  }
  if (variationPattern === "pattern2") {
    if (questions.length === 0) found["questions"] = words.questions;
    for (const [index, { name, isFreeText, choices }] of questions.entries()) {
      found[`questions.${index}.name`] = needed(name, 100, words);
      const each = choicesOf(choices);
      if (!isFreeText && each.length === 0) found[`questions.${index}.choices`] = words.choices;
      if (!isFreeText && each.some((choice) => choice.length > 100))
        found[`questions.${index}.choices`] = words.tooLong(100);
    }
  }
  const pairs = Object.entries(found).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return Object.fromEntries(pairs);
}
