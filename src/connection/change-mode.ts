import type { Tx } from "../kit/database.ts";
import type { Text } from "../kit/errors.ts";
import type { Mode } from "../kit/tables.ts";
import { countOutstanding } from "./store.ts";

/**
 * Returns in words what the new mode means for outstanding work; null if nothing. In the standard mode, calls that failed are not
 * sent again, and count as failed. In the assured mode, what failed before stays failed.
 */
export async function changeMode(
  tx: Tx,
  merchantId: string,
  before: Mode | null,
  after: Mode | null,
): Promise<Text | null> {
  if (before === null || after === null || before === after) return null;
  const { resending, failed } = await countOutstanding(tx, merchantId);
  if (after === "standard" && resending > 0) {
    return {
      ja: `再送待ちの受注が${resending}件あります。標準モードでは再送せず、スマレジに登録がなければ失敗としてスマレジ連携ログに残します。`,
      en: `${resending} orders wait to be sent again. The standard mode sends nothing again: what does not stand in Smaregi becomes a failure in the log.`,
    };
  }
  if (after === "assured" && failed > 0) {
    return {
      ja: `失敗した受注が${failed}件、スマレジ連携ログにあります。保証モードでも自動では送り直しません。必要ならログから送り直してください。`,
      en: `${failed} orders have failed before. The assured mode does not send them by itself: send them again from the log where needed.`,
    };
  }
  return null;
}
