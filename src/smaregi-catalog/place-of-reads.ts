import { AppError, notFound } from "../kit/errors.ts";
import type { Db } from "../kit/database.ts";
import { catalogPlace } from "./store.ts";

/**
 * The connection by which a person has Smaregi's products read, switched on or not. 404 without one, 403 where the merchant's
 * contract ended (C5), 409 where the contract was never shown to be the merchant's (P8).
 */
export async function placeOfReads(tx: Db, merchantId: string) {
  const place = await catalogPlace(tx, merchantId);
  if (place === null) throw notFound({ ja: "スマレジ連携設定", en: "Smaregi connection" });
  if (place.standing === "ended") throw ended();
  if (!place.isProven) throw unproven(place.contractId);
  return place;
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
