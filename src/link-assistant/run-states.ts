import type { Fact } from "../facts/fact.ts";
import { tell } from "../facts/tell.ts";
import type { Db } from "../kit/database.ts";
import { AppError, notFound } from "../kit/errors.ts";
import type { LinkRunState } from "../kit/tables.ts";
import { catalogPlace } from "../smaregi-catalog/store.ts";
import type { LinkRunRow } from "./store.ts";

/** True if links of a run may be made now. */
export const isApplicable = (state: LinkRunState): boolean =>
  state === "proposed" || state === "applying" || state === "applied";

/** 404 for a run that does not exist. */
export const unknownRun = (): AppError => notFound({ ja: "紐づけアシスタントの結果", en: "link run" });

/** 409 for a run that has nothing to apply yet, or that failed. */
export const notReady = (): AppError =>
  new AppError("run_not_ready", {
    ja: "照合がまだ終わっていないか、失敗しています。",
    en: "The run is not matched yet, or has failed.",
  });

/** 409 for a run that was undone. */
export const runOver = (): AppError =>
  new AppError("run_over", {
    ja: "この紐づけは取り消されています。もう一度照合してください。",
    en: "This run was undone. Start a new one.",
  });

/** The connection of a run's products and stock; null if it has another contract or store by now. */
export async function placeOf(db: Db, { merchantId, contractId, storeId }: LinkRunRow) {
  const place = await catalogPlace(db, merchantId);
  return place?.contractId === contractId && place.storeId === storeId ? place : null;
}

/** The reason why a run of another contract or store is dropped. */
export const placeChanged: Fact = { kind: "placeChanged", data: {} };

/** 409 for a run of another contract or store: its quantities are not valid here. */
export const runElsewhere = (): AppError =>
  new AppError("run_over", { ja: tell(placeChanged, "ja"), en: tell(placeChanged, "en") });
