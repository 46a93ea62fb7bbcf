import { columnsOf, headingKey, isNoted, isOurs } from "../columns.ts";
import { asBarcode } from "../values.ts";
import { carts, usualMeanings, type Cart } from "./known-carts.ts";
import type { Mapping, Meaning } from "./mapping.ts";

/**
 * Returns the cart whose product file has these headings, or null. A file that has only our columns belongs to no cart.
 */
export function cartOf(headings: string[]): Cart | null {
  if (isOurs(headings)) return null;
  const keys = new Set(headings.map(headingKey));
  const has = (signs: string[]) => signs.every((sign) => keys.has(headingKey(sign)));
  return carts.find((cart) => cart.signs.some(has)) ?? null;
}

/** Returns the mapping of a known cart, limited to the columns that the file has. */
export function mappingOf(cart: Cart, headings: string[]): Mapping {
  const keys = new Set(headings.map(headingKey));
  const columns = cart.columns.filter(([heading]) => keys.has(headingKey(heading)));
  return { cart: cart.name, columns, price: cart.price };
}

/**
 * Proposes what the columns of a file mean: by its cart, else by our headings and usual names, else by their content
 * (JAN codes). `samples`: some of its rows.
 */
export function matchColumns(headings: string[], samples: string[][]): Mapping {
  const cart = cartOf(headings);
  if (cart !== null) return mappingOf(cart, headings);
  const own = columnsOf(headings);
  const taken = new Set<Meaning>(own.filter((key) => key !== null && key !== "none"));
  const columns = headings.flatMap((heading, index): Mapping["columns"] => {
    const key = own[index];
    if (key === "none" || isNoted(heading)) return [];
    if (key !== null && key !== undefined) return [[heading, key]];
    const meaning = usualMeanings.get(headingKey(heading)) ?? byContent(samples, index);
    if (meaning === null || taken.has(meaning)) return [];
    taken.add(meaning);
    return [[heading, meaning]];
  });
  const price = columns.find(([, meaning]) => meaning === "price")?.[0] ?? "";
  return { cart: null, columns, price: /税抜|本体/.test(price) ? "excluded" : "included" };
}

/** A column in which nearly all values are JAN codes is a JAN column. */
function byContent(samples: string[][], index: number): Meaning | null {
  const values = samples.map((cells) => cells[index]?.trim() ?? "").filter((cell) => cell !== "");
  const codes = values.filter((cell) => /^\d{8}$|^\d{12,13}$/.test(cell) && asBarcode(cell) !== null);
  return values.length >= 2 && codes.length >= values.length * 0.9 ? "barcode" : null;
}
