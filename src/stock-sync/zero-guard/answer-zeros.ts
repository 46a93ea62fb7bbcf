import { transact } from "../../kit/database.ts";
import type { Context } from "../../context.ts";
import { AppError } from "../../kit/errors.ts";
import { settleFailures } from "../../link-log/store.ts";
import { askForStock } from "../../signals/ask-for-stock.ts";
import { moveTo } from "../../stock/rules.ts";
import { lockSynced, writeMovements } from "../../stock/store.ts";
import { lockUnanswered, noteAnswer, readHeld, readQuestion, release } from "./store.ts";

/** The variations that the question is about, at most the first 200. */
export async function heldVariations(ctx: Context, merchantId: string) {
  return await readHeld(ctx.db, merchantId, 200);
}

/** The mass-zero guard's question that waits for the merchant (B8); null if there is none. */
export async function zeroQuestion(ctx: Context, merchantId: string) {
  return await readQuestion(ctx.db, merchantId);
}

/**
 * Takes the merchant's answer (B8): `setToZero` applies S5; `keep` keeps the quantities until Smaregi's numbers are back; `stop`
 * keeps them, too, and sells nothing of them until then. What the log asked about is closed. Throws 409 if there is no question. Returns how many products it was about.
 */
export async function answerZeros(
  ctx: Context,
  input: { merchantId: string; actor: string; answer: "setToZero" | "keep" | "stop" },
): Promise<{ products: number }> {
  const { merchantId, actor, answer } = input;
  return await transact(ctx.db, async (tx) => {
    const products = await lockUnanswered(tx, merchantId);
    if (products.length === 0) throw new AppError("nothing_asked", nothing);
    const rows = await lockSynced(tx, merchantId, products);
    const variationIds = rows.map(({ id }) => id);
    await settleFailures(tx, merchantId, { variationIds }, "handled");
    if (answer !== "setToZero") await noteAnswer(tx, merchantId, products, { answer, by: actor });
    else {
      const entries = rows.filter((row) => row.quantity !== 0).map((row) => moveTo(row, 0));
      await writeMovements(
        tx,
        merchantId,
        entries.map((entry) => ({ ...entry, cause: "zeroConfirmed", actor })),
      );
      await release(tx, merchantId, products);
      // The log then says what Smaregi has of each: nothing, or no such product (S5).
      await askForStock(tx, merchantId, products, "askedAgain");
    }
    return { products: products.length };
  });
}

const nothing = {
  ja: "確認待ちの商品はありません。",
  en: "Nothing waits for an answer.",
};
