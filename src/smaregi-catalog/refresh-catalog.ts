import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { AppError, notFound } from "../kit/errors.ts";
import { wake } from "../tasks.ts";
import { askForCatalog, catalogPlace, openCatalog } from "./store.ts";

/**
 * A person has the mirror read anew, all of it, though the switch is off; `acceptsGone`: what the last list did not hold is
 * gone. 404 without a connection, 403 where the merchant's contract ended (C5).
 */
export async function refreshCatalog(
  ctx: Context,
  input: { merchantId: string; acceptsGone: boolean },
): Promise<void> {
  const { merchantId, acceptsGone } = input;
  await transact(ctx.db, async (tx) => {
    const place = await catalogPlace(tx, merchantId);
    if (place === null) throw notFound({ ja: "スマレジ連携設定", en: "Smaregi connection" });
    if (place.standing === "ended") throw ended();
    if (!place.isProven) throw unproven(place.contractId);
    await openCatalog(tx, merchantId, place.contractId);
    await askForCatalog(tx, merchantId, { what: "full", byPerson: true, acceptsGone });
    await wake(tx, "readCatalog", [merchantId]);
  });
}

const unproven = (contractId: string): AppError =>
  new AppError("contract_unproven", {
    ja: `契約ID「${contractId}」がこの加盟店のものであることを確認できていません。`,
    en: `It was not shown that contract ID "${contractId}" is this merchant's.`,
  });

const ended = (): AppError =>
  new AppError("merchant_ended", {
    ja: "加盟店の契約が終了しているため、スマレジから取得できません。",
    en: "The merchant's contract has ended: nothing is read from Smaregi.",
  });
