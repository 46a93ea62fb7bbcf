import type { Context } from "../context.ts";
import { nextProductNumber } from "../kit/counters.ts";
import { violates } from "../kit/constraints.ts";
import { transact, type Tx } from "../kit/database.ts";
import { AppError, notFound, type Text } from "../kit/errors.ts";
import { spelledOut } from "../kit/text/rules.ts";
import { stockRule } from "../stock/rules.ts";
import { askForStock } from "../signals/ask-for-stock.ts";
import { holdLive, liveConnection } from "../place/store.ts";
import type { SignalCause } from "../signals/store.ts";
import { planChange, planNewProduct, type NewProduct, type ProductState } from "./plan-product.ts";
import type { Step } from "./plan-variations.ts";
import type { ProductInput } from "./rules.ts";
import { codesLike, lockProducts, lockVariations, orderedProducts } from "./store.ts";
import { writeProducts, type Writer } from "./write-products.ts";

/**
 * 商品登録: writes a new product with its variations, and asks Smaregi for the stock of its synced ones (S1). Returns its
 * ID.
 */
export async function registerProduct(
  ctx: Context,
  input: Writer & { product: NewProduct },
): Promise<string> {
  const serial = await nextProductNumber(ctx.db, input.merchantId);
  const write = planNewProduct(input.product, serial);
  const { merchantId, product } = input;
  await refuseTakenCode(
    ctx,
    { merchantId, productCode: product.productCode },
    transact(ctx.db, async (tx) => {
      await writeProducts(tx, input, [write]);
      await askSmaregi(tx, input.merchantId, syncedLinks(write.steps), "productSaved");
    }),
  );
  return write.id;
}

/**
 * 商品更新: changes the given fields. If a locked quantity is among them, the whole write is refused (U4). Asks for the
 * stock of every synced variation again (S1).
 */
export async function changeProduct(
  ctx: Context,
  input: Writer & { id: string; product: ProductInput },
): Promise<void> {
  const { merchantId, id, product } = input;
  await refuseTakenCode(
    ctx,
    { merchantId, productCode: product.productCode },
    transact(ctx.db, async (tx) => {
      const [before] = await lockProducts(tx, merchantId, [id]);
      if (before === undefined) throw notFound({ ja: "商品", en: "product" });
      const state = { product: before, rows: await lockVariations(tx, merchantId, [id]) };
      if (changesPattern(state, product)) refusePattern(await orderedProducts(tx, merchantId, [id]), id);
      const write = planChange(state, product);
      await writeProducts(tx, input, [write]);
      await askSmaregi(tx, merchantId, syncedLinks(write.steps), "productSaved");
    }),
  );
}

/** True if a change gives the product another variation pattern. */
export function changesPattern({ product }: ProductState, input: ProductInput): boolean {
  return input.variationPattern !== undefined && input.variationPattern !== product.variationPattern;
}

/**
 * Throws a 409 if the product was ordered before: its orders would lose the options that they chose from. `ordered`:
 * those of the products concerned that have orders.
 */
export function refusePattern(ordered: Set<string>, id: string): void {
  if (!ordered.has(id)) return;
  const message = {
    ja: "受注のある商品のバリエーションパターンは変更できません。新しい商品として登録してください。",
    en: "The product has orders: its variation pattern can't be changed. Register a new product instead.",
  };
  throw new AppError("pattern_locked", message, [{ path: "variationPattern", message }]);
}

/** The Smaregi products of the synced variations among these. */
export function syncedLinks(steps: Step[]): string[] {
  return steps.flatMap(({ values }) =>
    stockRule(values) === "synced" && values.smaregiProductId !== null ? [values.smaregiProductId] : [],
  );
}

/** Queues a stock read for saved products (S1) if the link is live. */
export async function askSmaregi(
  tx: Tx,
  merchantId: string,
  products: string[],
  cause: SignalCause,
): Promise<void> {
  if (products.length === 0) return;
  // Not live as it is read here, it isn't before this has committed: switched on then, all that is synced is read.
  await holdLive(tx, merchantId);
  if ((await liveConnection(tx, merchantId)) === null) return;
  await askForStock(tx, merchantId, products, cause);
}

/** The message if another product has this product code. */
export const codeTaken = {
  ja: "この商品コードは別の商品で使われています。",
  en: "Another product has this product code.",
};

/** True if the database refused a product code because it, or one that reads the same (P10), exists already. */
export const isTakenCode = (error: unknown): boolean =>
  violates(error, "products_code") || violates(error, "products_code_key");

/**
 * The message about a code that exists already, in this or another spelling: it shows both, so that the difference is
 * visible.
 */
export function takenAs(code: string, there: string | undefined): Text {
  if (there === undefined || there === code) return codeTaken;
  const [ours, theirs] = [spelledOut(code, there), spelledOut(there, code)];
  return {
    ja: `同じに読める商品コードが別の商品で使われています: 「${ours}」と「${theirs}」`,
    en: `Another product has a product code that reads the same: "${ours}" and "${theirs}"`,
  };
}

async function refuseTakenCode(
  ctx: Context,
  { merchantId, productCode }: { merchantId: string; productCode: string | null | undefined },
  write: Promise<void>,
): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!isTakenCode(error)) throw error;
    const code = productCode ?? "";
    const [there] = await codesLike(ctx.db, merchantId, code);
    const message = takenAs(code, there);
    throw new AppError("product_code_taken", message, [{ path: "productCode", message }]);
  }
}
