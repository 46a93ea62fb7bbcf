import { AppError } from "../../kit/errors.ts";

/** The 503 for a preview whose stock cannot be read from Smaregi. */
export const unreadStock = (): AppError =>
  new AppError("smaregi_unreachable", {
    ja: "スマレジの在庫を取得できないため、変わる数を確認できませんでした。何も変更していません。接続テストで原因を確認してください。",
    en: "Smaregi's stock can't be read, so what would change is not known. Nothing was changed. See the connection test.",
  });
