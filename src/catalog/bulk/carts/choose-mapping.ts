import { createHash } from "node:crypto";
import { invalid, type Text } from "../../../kit/errors.ts";
import {
  columnOf,
  columns,
  headingKey,
  isNoted,
  isOurs,
  isUnknown,
  unknownColumnsSaid,
  type UnknownColumns,
} from "../columns.ts";
import { carts, type Cart } from "./known-carts.ts";
import { meanings, type Mapping, type Meaning } from "./mapping.ts";
import { cartOf, mappingOf, matchColumns } from "./match-columns.ts";

/**
 * How a caller wants the columns of a file read: by a known cart's name, `auto` (by its headings), or column by column
 * (null: ignored), by our headings or `Meaning`s.
 */
export type AskedMapping =
  | string
  | {
      cart?: string | null | undefined;
      price?: Mapping["price"] | undefined;
      /** Columns that are not named are ignored, including ours. */
      only?: boolean | undefined;
      columns: Record<string, string | null>;
    };

/**
 * Returns the mapping that is asked for, for a file with these headings; null: our own columns. Throws a 422 if the
 * cart, a heading or a meaning is unknown, or if unknown columns are left that may not be ignored.
 */
export function chooseMapping(
  asked: AskedMapping | null,
  headings: string[],
  unknownColumns: UnknownColumns,
): Mapping | null {
  if (asked === null) return null;
  if (typeof asked === "string") {
    if (asked === "auto") return isOurs(headings) ? null : matchColumns(headings, []);
    const cart = carts.find(({ name }) => name === asked) ?? refuse(texts.noCart(asked));
    return mappingOf(cart, headings);
  }
  const named = new Map(Object.entries(asked.columns).map(([heading, to]) => [headingKey(heading), to]));
  const order = Object.keys(asked.columns);
  const there = new Set(headings.map(headingKey));
  const absent = order.find((heading) => !there.has(headingKey(heading)));
  if (absent !== undefined) refuse(texts.noHeading(absent));
  const chosen = Object.entries(asked.columns).flatMap(([heading, to]): Mapping["columns"] =>
    to === null ? [] : [[heading, meaningOf(to) ?? refuse(texts.noMeaning(to))]],
  );
  const taken = new Set(chosen.map(([, meaning]) => meaning));
  const rest = (asked.only === true ? [] : headings).filter(
    (heading) => headingKey(heading) !== "" && !named.has(headingKey(heading)),
  );
  const own = rest.flatMap((heading): Mapping["columns"] => {
    const key = columnOf(heading);
    return key === null || key === "none" || taken.has(key) ? [] : [[heading, key]];
  });
  const unknown = rest.filter(isUnknown);
  const name = asked.cart ?? null;
  const cart = carts.find((each) => each.name === name);
  if (name !== null && cart === undefined) refuse(texts.noCart(name));
  if (unknown.length > 0 && unknownColumns === "refuse") refuse(unknownColumnsSaid(unknown));
  const all = [...chosen, ...own];
  return {
    cart: name,
    columns: cart === undefined ? all : inOrderOf(cart, all),
    price: asked.price ?? "included",
  };
}

/** If two headings mean the same, the cart decides which one counts. */
function inOrderOf(cart: Cart, chosen: Mapping["columns"]): Mapping["columns"] {
  const keys = cart.columns.map(([heading]) => headingKey(heading));
  const rank = ([heading]: Mapping["columns"][number]) =>
    (keys.indexOf(headingKey(heading)) + keys.length + 1) % (keys.length + 1);
  return chosen.toSorted((one, other) => rank(one) - rank(other));
}

const refuse = (message: Text): never => {
  throw invalid("mapping", message);
};

/** The hint for a known cart's file that is sent as one of ours; null if no cart is recognised. */
export function cartHint(headings: string[]): Text | null {
  const cart = cartOf(headings);
  return cart === null ? null : texts.hint(cart.title);
}

/** Returns the digest under which a choice for files with these headings is kept. */
export const headingsDigest = (headings: string[]): string =>
  createHash("sha256")
    .update(
      headings
        .filter((heading) => !isNoted(heading))
        .map(headingKey)
        .join("\n"),
    )
    .digest("hex");

function meaningOf(name: string): Meaning | null {
  const known = meanings.find((meaning) => headingKey(meaning) === headingKey(name));
  const ours = columnOf(name);
  return known ?? (ours === "none" ? null : ours);
}

const names = carts.map(({ name }) => name).join(" / ");
const texts = {
  noCart: (name: string): Text => ({
    ja: `「${name}」というカートの形式はありません。使えるもの: auto / ${names}`,
    en: `There is no format of a cart "${name}". There are: auto / ${names}`,
  }),
  noHeading: (heading: string): Text => ({
    ja: `ファイルに「${heading}」という列はありません。`,
    en: `The file has no column "${heading}".`,
  }),
  noMeaning: (name: string): Text => ({
    ja: `「${name}」という項目はありません。例: ${columns.name.ja}、${columns.price.ja}`,
    en: `There is no field "${name}". Examples: ${columns.name.en}, ${columns.price.en}`,
  }),
  hint: ({ ja, en }: Text): Text => ({
    ja: `${ja}の商品ファイルのようです。列の対応を選ぶと、そのまま登録できます。`,
    en: `It looks like a product file of ${en}. With its columns matched, it can be registered as it is.`,
  }),
} satisfies Record<string, Text | ((...names: never[]) => Text)>;
