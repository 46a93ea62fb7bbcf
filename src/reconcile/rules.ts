import type { Text } from "../kit/errors.ts";
import { totalOf } from "../orders/rules.ts";
import type { Transaction } from "../smaregi/types.ts";
import { clamp } from "../stock/rules.ts";
import { keepOf, type OrderLink, type TransactionRow } from "../transactions/rules.ts";

/** Why the two sides differ. */
export const causes = [
  "lostNotification",
  "productGone",
  "stockControlOff",
  "wrongLinkSuspected",
  "registrationFailed",
  "cancellationFailed",
  "changedWhileOff",
  "otherLines",
  "registeredAfterAll",
  "leftStanding",
  "cancelledAtTill",
  "transactionGone",
  "registeredTwice",
  "unknownTransaction",
] as const;
export type Cause = (typeof causes)[number];

/** Each cause in the merchant's words, and what puts it right. */
export const causeTexts: Record<Cause, { what: Text; repair: Text }> = {
  lostNotification: {
    what: {
      ja: "在庫数がスマレジと異なっていました(在庫変更通知が届かなかったと考えられます)。",
      en: "The quantity was not Smaregi's: a notification was probably lost.",
    },
    repair: { ja: "自動で取得し直しました。", en: "It is read again by itself." },
  },
  productGone: {
    what: {
      ja: "紐づけたスマレジ商品IDの商品がスマレジにありません。",
      en: "Smaregi has no product of the linked ID.",
    },
    repair: {
      ja: "商品詳細でスマレジ商品IDを確認してください。",
      en: "Look at the variation's Smaregi product ID.",
    },
  },
  stockControlOff: {
    what: {
      ja: "スマレジ側で在庫管理の対象外のため、在庫の変更が通知されません。",
      en: "Smaregi does not manage its stock, so that no change is notified.",
    },
    repair: {
      ja: "スマレジの商品設定で在庫管理区分を「対象」にするか、在庫管理フラグを外してください。",
      en: "Switch its stock control on in Smaregi, or take the stock flag off here.",
    },
  },
  wrongLinkSuspected: {
    what: {
      ja: "JANコードがスマレジの商品コードと異なります。別の商品に紐づいている可能性があります。",
      en: "Its JAN code is not the product code in Smaregi: it may be linked to another product.",
    },
    repair: {
      ja: "商品詳細でスマレジ商品IDを確認してください。",
      en: "Look at the variation's Smaregi product ID.",
    },
  },
  registrationFailed: {
    what: { ja: "受注がスマレジに登録されていません。", en: "The order does not stand in Smaregi." },
    repair: {
      ja: "スマレジ連携ログから送り直してください。",
      en: "Send it again from the integration log.",
    },
  },
  cancellationFailed: {
    what: {
      ja: "取り消したはずの取引がスマレジに残っています。",
      en: "A transaction that should be cancelled still stands in Smaregi.",
    },
    repair: { ja: "スマレジ連携ログから送り直してください。", en: "Send it again from the integration log." },
  },
  changedWhileOff: {
    what: {
      ja: "連携が無効の間に受注が変更され、スマレジは変更前のままです。",
      en: "The order was changed while the link was off, and Smaregi has it as before.",
    },
    repair: {
      ja: "受注、またはスマレジ連携ログから送り直すと、スマレジに反映します。",
      en: "Send it from the order or from the integration log, and Smaregi follows.",
    },
  },
  otherLines: {
    what: {
      ja: "スマレジの取引の明細または合計が、受注と異なります。",
      en: "The transaction in Smaregi has other lines, or another total, than the order.",
    },
    repair: {
      ja: "スマレジで取引の内容を確認してください。",
      en: "Look at the transaction in Smaregi.",
    },
  },
  registeredAfterAll: {
    what: {
      ja: "失敗とされた取引登録が、スマレジには登録されていました。",
      en: "A registration that counted as failed stands in Smaregi after all.",
    },
    repair: { ja: "自動で登録済みに直しました。", en: "It is put right by itself." },
  },
  leftStanding: {
    what: {
      ja: "キャンセルまたは編集した受注の、元の取引がスマレジに残っています。",
      en: "The order was cancelled or edited, and its former transaction still stands in Smaregi.",
    },
    repair: { ja: "スマレジで取引を取り消してください。", en: "Cancel the transaction in Smaregi." },
  },
  cancelledAtTill: {
    what: {
      ja: "登録した取引が、スマレジ側で取り消されています。",
      en: "The order's transaction was cancelled in Smaregi.",
    },
    repair: {
      ja: "受注をキャンセルするか、意図しない取消ならスマレジ連携ログから送り直してください。",
      en: "Cancel the order; or send it again from the integration log if nobody meant to cancel it.",
    },
  },
  transactionGone: {
    what: {
      ja: "登録した取引がスマレジの取引一覧にありません。",
      en: "The order's transaction is not among Smaregi's.",
    },
    repair: {
      ja: "スマレジの取引履歴を確認し、必要ならスマレジ連携ログから送り直してください。",
      en: "Look at the transactions in Smaregi; send it again from the integration log where needed.",
    },
  },
  registeredTwice: {
    what: {
      ja: "1つの受注の取引が、スマレジに2つ登録されています。",
      en: "One order stands in Smaregi as two transactions.",
    },
    repair: { ja: "余分な取引は自動で取り消します。", en: "The one too many is cancelled by itself." },
  },
  unknownTransaction: {
    what: {
      ja: "この端末の取引に、対応する受注がありません。",
      en: "A transaction of this terminal belongs to no order.",
    },
    repair: {
      ja: "スマレジで取引を確認してください。この端末で直接販売した場合は、別の端末をお使いください。",
      en: "Look at it in Smaregi. Whoever sells by hand at this terminal should use another one.",
    },
  },
};

/** Whether a variation's quantity is what Smaregi's number makes it. `pending`: what orders on their way will still take. */
export function isSameStock(cart: number | null, amount: number, pending: number): boolean {
  return cart === clamp(amount + pending);
}

const askedCauses: Record<string, Cause> = {
  changedWhileOff: "changedWhileOff",
  cancelledAtTill: "cancelledAtTill",
  transactionGone: "transactionGone",
};

/** What is wrong with an order, before and after Smaregi's transaction of one of its rows was seen; null: nothing. */
export function compareOrder(
  before: OrderLink,
  after: OrderLink,
  row: TransactionRow,
  transaction: Transaction | null,
): Cause | null {
  if (after.follows === "asked") return askedCauses[after.why ?? ""] ?? null;
  const added = after.rows.length - before.rows.length;
  if (added > 0) return "registeredTwice";
  const now = after.rows.find(({ id }) => id === row.id);
  if (now?.state === "standing" && row.state !== "standing") return "registeredAfterAll";
  const halt = after.rows.find((each) => each.state !== "gone" && each.halt !== null)?.halt;
  if (halt !== undefined) return halt === "registerFailed" ? "registrationFailed" : "cancellationFailed";
  const isWanted = row.state === "standing" && keepOf(after)?.id === row.id;
  if (isWanted && transaction !== null && otherThan(row, transaction)) return "otherLines";
  return null;
}

/** Whether a transaction in Smaregi holds another sale than it was registered with: lines, pieces, prices, total. */
function otherThan({ sale }: TransactionRow, { lines, total }: Transaction): boolean {
  if (total !== null && total !== totalOf(sale.lines, sale.money)) return true;
  if (lines === null) return false;
  if (lines.length !== sale.lines.length) return true;
  const inOrder = lines.toSorted((a, b) => Number(a.lineId) - Number(b.lineId));
  return sale.lines.some((line, index) => {
    const other = inOrder[index];
    if (other === undefined) return true;
    // A product that Smaregi did not know when it was booked is stored as none.
    const isSameProduct = other.productId === null || other.productId === line.smaregiProductId;
    return !isSameProduct || other.quantity !== line.quantity || other.salesPrice !== line.unitPrice;
  });
}

/** A JAN code on both sides, and not the same. */
export function isWrongLink(janCode: string | null, productCode: string | null): boolean {
  const isJan = (code: string | null): code is string => code !== null && /^(\d{8}|\d{13})$/.test(code);
  return isJan(janCode) && isJan(productCode) && janCode !== productCode;
}
