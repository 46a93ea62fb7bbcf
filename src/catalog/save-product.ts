import type { Context } from "../context.ts";
import { nextNumber } from "../kit/counters.ts";
import { violates } from "../kit/constraints.ts";
import type { Tx } from "../kit/database.ts";
import { AppError, notFound } from "../kit/errors.ts";
import { newId } from "../kit/ids.ts";
import { moveTo, stockRule } from "../stock/rules.ts";
import { writeMovements } from "../stock/store.ts";
import { wake } from "../tasks.ts";
import { leaveSignals, liveConnection } from "../waiting/store.ts";
import { planVariations, type Step } from "./plan-variations.ts";
import { systemProductNumber, type ProductInput } from "./rules.ts";
import {
  addEvent,
  deleteVariations,
  insertProduct,
  insertVariations,
  lockProduct,
  lockVariations,
  merchantNumber,
  updateProduct,
  updateVariation,
} from "./store.ts";

type Writer = { merchantId: string; actor: string };
type NewProduct = ProductInput & { name: string; price: number; taxRate: 8 | 10 };

/** 商品登録: writes a new product with its variations, and asks Smaregi for its synced ones (S1). Answers its ID. */
export async function registerProduct(
  ctx: Context,
  input: Writer & { product: NewProduct },
): Promise<string> {
  const { merchantId, actor, product } = input;
  const id = newId();
  const serial = await nextNumber(ctx.db, merchantId, "product");
  await refuseTakenCode(
    ctx.db.transaction().execute(async (tx) => {
      const row = {
        merchantId,
        id,
        productCode: product.productCode ?? null,
        name: product.name,
        price: product.price,
        taxRate: product.taxRate,
        published: product.published ?? false,
        variationPattern: product.variationPattern ?? ("none" as const),
        questions: JSON.stringify(product.questions ?? []),
      };
      const pattern = row.variationPattern;
      const given = product.variations ?? (pattern === "pattern1" ? [] : [{}]);
      const plan = planVariations(pattern, product.questions ?? [], [], given);
      await insertProduct(tx, { ...row, serial, lastVariationSerial: plan.length });
      await writeVariations(tx, { ...input, productId: id, serial, lastSerial: 0 }, plan);
      await addEvent(tx, merchantId, id, "productRegistered", actor);
      await askSmaregi(tx, merchantId, plan);
    }),
  );
  return id;
}

/** 商品更新: changes what is given. A locked quantity among it refuses the whole write (U4). Every synced variation is asked for anew (S1). */
export async function changeProduct(
  ctx: Context,
  input: Writer & { id: string; product: ProductInput },
): Promise<void> {
  const { merchantId, actor, id, product } = input;
  await refuseTakenCode(
    ctx.db.transaction().execute(async (tx) => {
      const before = await lockProduct(tx, merchantId, id);
      if (before === null) throw notFound({ ja: "商品", en: "product" });
      const rows = await lockVariations(tx, merchantId, id);
      const pattern = product.variationPattern ?? before.variationPattern;
      const given = product.variations ?? rows.map((row) => ({ id: row.id }));
      const plan = planVariations(pattern, product.questions ?? before.questions, rows, given);
      const added = plan.filter((step) => step.before === null).length;
      await updateProduct(tx, merchantId, id, {
        ...changedFields(product),
        variationPattern: pattern,
        lastVariationSerial: before.lastVariationSerial + added,
      });
      const lastSerial = before.lastVariationSerial;
      await writeVariations(tx, { ...input, productId: id, serial: before.serial, lastSerial }, plan);
      const kept = new Set(plan.map((step) => step.id));
      await deleteVariations(
        tx,
        merchantId,
        rows.map((row) => row.id).filter((row) => !kept.has(row)),
      );
      await addEvent(tx, merchantId, id, "productChanged", actor);
      await askSmaregi(tx, merchantId, plan);
    }),
  );
}

async function writeVariations(
  tx: Tx,
  at: Writer & { productId: string; serial: number; lastSerial: number },
  steps: Step[],
): Promise<void> {
  const { merchantId, productId } = at;
  const added = steps.filter((step) => step.before === null);
  if (added.length > 0) {
    const number = await merchantNumber(tx, merchantId);
    const rows = added.map((step, index) => {
      const serial = at.lastSerial + index + 1;
      const named = systemProductNumber(number, at.serial, serial);
      return { merchantId, id: step.id, productId, serial, systemProductNumber: named, ...step.values };
    });
    await insertVariations(tx, rows);
  }
  const entries = steps.flatMap((step) => {
    const row = { id: step.id, ...step.values, quantity: step.before?.quantity ?? null };
    if (row.quantity === step.stock.quantity) return [];
    const cause = step.stock.awaitsFirstSync ? "linked" : step.before === null ? "registered" : "edited";
    return [{ ...moveTo(row, step.stock.quantity), cause, actor: at.actor }];
  });
  // Only a row with the flag holds a quantity: it is blank before the flag goes, and set after the flag came.
  await writeMovements(
    tx,
    merchantId,
    entries.filter((entry) => entry.quantity === null),
  );
  for (const step of steps) {
    if (step.before === null) continue;
    const relinked =
      step.values.smaregiProductId !== step.before.smaregiProductId || step.stock.awaitsFirstSync;
    const forgotten = { readingBeganAt: null, syncedAt: null, syncFailedAt: null, syncError: null };
    await updateVariation(tx, merchantId, step.id, { ...step.values, ...(relinked ? forgotten : {}) });
  }
  await writeMovements(
    tx,
    merchantId,
    entries.filter((entry) => entry.quantity !== null),
  );
}

async function askSmaregi(tx: Tx, merchantId: string, steps: Step[]): Promise<void> {
  const products = steps.flatMap((step) =>
    stockRule(step.values) === "synced" && step.values.smaregiProductId !== null
      ? [step.values.smaregiProductId]
      : [],
  );
  if (products.length === 0 || (await liveConnection(tx, merchantId)) === null) return;
  await leaveSignals(tx, merchantId, products, "productSaved");
  await wake(tx, "syncStock", [merchantId]);
}

function changedFields(product: ProductInput) {
  const { productCode, name, price, taxRate, published, questions } = product;
  return {
    ...(productCode === undefined ? {} : { productCode }),
    ...(name === undefined ? {} : { name }),
    ...(price === undefined ? {} : { price }),
    ...(taxRate === undefined ? {} : { taxRate }),
    ...(published === undefined ? {} : { published }),
    ...(questions === undefined ? {} : { questions: JSON.stringify(questions) }),
  };
}

async function refuseTakenCode(write: Promise<void>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!violates(error, "products_code")) throw error;
    const message = {
      ja: "この商品コードは別の商品で使われています。",
      en: "Another product has this product code.",
    };
    throw new AppError("product_code_taken", message, [{ path: "productCode", message }]);
  }
}
