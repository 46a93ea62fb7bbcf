import { AppError, notFound } from "../kit/errors.ts";
import type { LinkRunState } from "../kit/tables.ts";

/** Whether links of a run may be made now. */
export const isApplicable = (state: LinkRunState): boolean =>
  state === "proposed" || state === "applying" || state === "applied";

/** 404 for a run that does not exist. */
export const unknownRun = (): AppError => notFound({ ja: "紐づけアシスタントの結果", en: "link run" });

/** 409 for a run that has nothing to apply yet, or came to nothing. */
export const notReady = (): AppError =>
  new AppError("run_not_ready", {
    ja: "照合がまだ終わっていないか、失敗しています。",
    en: "The run is not matched yet, or has failed.",
  });

/** 409 for a run that was taken back. */
export const runOver = (): AppError =>
  new AppError("run_over", {
    ja: "この紐づけは取り消されています。もう一度照合してください。",
    en: "This run was undone. Start a new one.",
  });
