import type { By } from "../../audit/rules.ts";
import { addAudit } from "../../audit/store.ts";
import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { wake } from "../../tasks.ts";
import { countOld, readKeptDays, writeKeptDays } from "./store.ts";

type With = Pick<Context, "db">;

/** 個人情報の保存期間 in days; null: buyers are erased by hand only. */
export async function readRetention(ctx: With, merchantId: string): Promise<{ days: number | null }> {
  return { days: await readKeptDays(ctx.db, merchantId) };
}

/** Counts the orders and plans that would lose their buyer at once if buyers were kept for so many days. Nothing is erased. */
export async function previewRetention(
  ctx: With,
  { merchantId, days }: { merchantId: string; days: number },
): Promise<{ orders: number; plans: number }> {
  return await countOld(ctx.db, merchantId, days);
}

/** Saves the number of days that buyers are kept. Erasing begins at once, and continues every day. */
export async function saveRetention(
  ctx: With,
  { merchantId, by, days }: { merchantId: string; by: By; days: number | null },
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const before = await readKeptDays(tx, merchantId);
    if (before === days) return;
    await writeKeptDays(tx, merchantId, days);
    const states = { before: { buyersKeptDays: before }, after: { buyersKeptDays: days } };
    await addAudit(tx, merchantId, { event: "retentionSaved", by, ...states });
    if (days !== null) await wake(tx, "eraseOldBuyers", [merchantId]);
  });
}
