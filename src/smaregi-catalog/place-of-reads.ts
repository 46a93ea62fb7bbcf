import { AppError, notFound } from "../kit/errors.ts";
import type { Db } from "../kit/database.ts";
import { catalogPlace } from "./store.ts";

/**
 * The connection for a read of Smaregi's products that a person requests, switched on or not. Throws a 404 if there is
 * none, a 403 if the merchant's contract ended (C5), a 409 if there is no proof that the merchant may use the contract
 * (P8).
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
