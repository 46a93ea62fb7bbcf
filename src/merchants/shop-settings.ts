import { changed, type By } from "../audit/rules.ts";
import { addAudit } from "../audit/store.ts";
import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { notFound } from "../kit/errors.ts";
import { findShopSettings, updateShopSettings } from "./store.ts";

/** The most that a buyer may order at once, in pieces. */
export type ShopSettings = { piecesPerLine: number; piecesPerOrder: number };

/** Reads a merchant's ショップ設定. */
export async function readShopSettings(ctx: Pick<Context, "db">, merchantId: string): Promise<ShopSettings> {
  const found = await findShopSettings(ctx.db, merchantId);
  if (found === null) throw notFound({ ja: "加盟店", en: "merchant" });
  return found;
}

/** Saves ショップ設定. They apply to orders from now on. */
export async function saveShopSettings(
  ctx: Pick<Context, "db">,
  { merchantId, by, settings }: { merchantId: string; by: By; settings: ShopSettings },
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const before = await readShopSettings({ db: tx }, merchantId);
    await updateShopSettings(tx, merchantId, settings);
    const states = changed(before, settings);
    if (states !== null) await addAudit(tx, merchantId, { event: "shopSettingsSaved", by, ...states });
  });
}
