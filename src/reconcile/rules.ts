import type { Text } from "../kit/errors.ts";
import type { OperationState, OrderStatus } from "../kit/tables.ts";
import { clamp } from "../stock/rules.ts";

/** Why the two sides differ. */
export const causes = [
  "lostNotification",
  "productGone",
  "stockControlOff",
  "wrongLinkSuspected",
  "registrationFailed",
  "cancellationFailed",
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
      ja: "受注をキャンセルするか、意図しない取消ならスマレジで取引を確認してください。",
      en: "Cancel the order; or look at the transaction in Smaregi if nobody meant to cancel it.",
    },
  },
  transactionGone: {
    what: {
      ja: "登録した取引がスマレジの取引一覧にありません。",
      en: "The order's transaction is not among Smaregi's.",
    },
    repair: { ja: "スマレジの取引履歴を確認してください。", en: "Look at the transactions in Smaregi." },
  },
  registeredTwice: {
    what: {
      ja: "1つの受注の取引が、スマレジに2つ登録されています。",
      en: "One order stands in Smaregi as two transactions.",
    },
    repair: {
      ja: "スマレジで、この取引を取り消してください。",
      en: "Cancel this transaction in Smaregi.",
    },
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

/** A registration of an order, as it stands here. */
export type Registration = {
  state: OperationState;
  /** How its cancellation stands; null: there is none. */
  cancel: OperationState | null;
  isLast: boolean;
  orderStatus: OrderStatus;
  /** Whether it was made at the terminal that is looked at. */
  isHere: boolean;
};

/** What is wrong with a registration, seen beside Smaregi's transaction of it (null: there is none). */
export function compareOrder(
  order: Registration,
  transaction: { cancelled: boolean; disposed: boolean } | null,
): Cause | null {
  const stands = transaction !== null && !transaction.cancelled && !transaction.disposed;
  switch (order.state) {
    case "done":
      if (order.cancel === "failed") return stands ? "cancellationFailed" : null;
      if (order.cancel !== null && order.cancel !== "dropped") return null;
      // Nobody was told to cancel it (the link was off), or it was booked later than anyone could expect.
      if (order.orderStatus === "cancelled" || !order.isLast) return stands ? "leftStanding" : null;
      if (stands || !order.isHere) return null;
      return transaction === null ? "transactionGone" : "cancelledAtTill";
    case "failed":
      if (stands) return "registeredAfterAll";
      return order.isLast && order.orderStatus !== "cancelled" ? "registrationFailed" : null;
    default:
      // On its way, or given up before it was sent.
      return null;
  }
}

/** A JAN code on both sides, and not the same. */
export function isWrongLink(janCode: string | null, productCode: string | null): boolean {
  const isJan = (code: string | null): code is string => code !== null && /^(\d{8}|\d{13})$/.test(code);
  return isJan(janCode) && isJan(productCode) && janCode !== productCode;
}
