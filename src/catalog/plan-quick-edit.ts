import { AppError, type FieldError, type Text } from "../kit/errors.ts";
import { inOrder, planChange, type ProductState, type ProductWrite } from "./plan-product.ts";
import type { ProductInput, VariationInput } from "./rules.ts";
import type { VariationRow } from "./store.ts";

/**
 * One row of かんたん商品一括変更. `published` belongs to the product; so does `price`, except in pattern 1, where each variation
 * has its own.
 */
export type QuickEdit = {
  variationId: string;
  quantity?: number | null | undefined;
  price?: number | undefined;
  published?: boolean | undefined;
};

const texts = {
  unknown: {
    ja: "バリエーションが見つからないか、削除されています。",
    en: "There is no such variation, or it was deleted.",
  },
  twice: { ja: "同じバリエーションが2回指定されています。", en: "The variation is given twice." },
  published: {
    ja: "同じ商品の行で、公開の指定が異なります。",
    en: "Rows of one product say different things of its being published.",
  },
} satisfies Record<string, Text>;

/**
 * Plans かんたん商品一括変更 (U5) for the products that the rows name, which are locked: all rows or none. Throws a 409
 * `stock_locked` with every row that sets a synced quantity (U4), or a 422 with the path of any other error.
 */
export function planQuickEdit(states: ProductState[], items: QuickEdit[]): ProductWrite[] {
  const known = new Set(states.flatMap(({ rows }) => rows.map((row) => row.id)));
  refuse(rowProblems(items, known));
  const refused: AppError[] = [];
  const writes = states.flatMap((state) => {
    const own = items.flatMap((item, index) =>
      state.rows.some((row) => row.id === item.variationId) ? [{ ...item, index }] : [],
    );
    try {
      return [planChange(state, changeOf(state, own))];
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused.push(placed(error, inOrder(state.rows), own));
      return [];
    }
  });
  const locked = refused.filter((error) => error.code === "stock_locked");
  throwAll(locked.length > 0 ? locked : refused);
  return writes;
}

type Placed = QuickEdit & { index: number };

function rowProblems(items: QuickEdit[], known: Set<string>): FieldError[] {
  const seen = new Set<string>();
  return items.flatMap(({ variationId }, index) => {
    const path = `items[${index}].variationId`;
    const again = seen.has(variationId);
    seen.add(variationId);
    if (!known.has(variationId)) return [{ path, message: texts.unknown }];
    return again ? [{ path, message: texts.twice }] : [];
  });
}

function refuse(problems: FieldError[]): void {
  if (problems[0] !== undefined) throw new AppError("invalid", problems[0].message, problems);
}

/** The changes that the rows make to one product. */
function changeOf({ product, rows }: ProductState, own: Placed[]): ProductInput {
  const ownPrice = product.variationPattern === "pattern1";
  const said = new Set(own.flatMap((item) => item.published ?? []));
  if (said.size > 1) {
    refuse(own.map((item) => ({ path: `items[${item.index}].published`, message: texts.published })));
  }
  const variations = inOrder(rows).map((row): VariationInput => {
    const item = own.find((each) => each.variationId === row.id);
    if (item === undefined) return { id: row.id };
    const { quantity, price } = item;
    const priced = price === undefined ? {} : { price: ownPrice ? price : null };
    return { id: row.id, ...priced, ...(quantity === undefined ? {} : { quantity }) };
  });
  const price = own.findLast((item) => item.price !== undefined)?.price;
  return {
    variations,
    ...(ownPrice || price === undefined ? {} : { price }),
    ...(said.size === 0 ? {} : { published: said.has(true) }),
  };
}

/**
 * Translates the paths of a refusal into the caller's: `variations[1].quantity` becomes for example
 * `items[7].quantity`.
 */
function placed(error: AppError, rows: VariationRow[], own: Placed[]): AppError {
  const fields = error.fields.map((field) => {
    const nth = /^variations\[(\d+)\]\.(.+)$/.exec(field.path);
    const item = own.find((each) => each.variationId === rows[Number(nth?.[1])]?.id);
    return item === undefined ? field : { ...field, path: `items[${item.index}].${nth?.[2]}` };
  });
  return new AppError(error.code, error.detail, fields);
}

function throwAll(errors: AppError[]): void {
  const [first] = errors;
  if (first === undefined) return;
  const fields = errors.flatMap((error) => error.fields);
  throw new AppError(first.code, first.detail, fields);
}
