import type { Text } from "../../kit/errors.ts";

/** The reasons why the two sides differ. */
export const causes = [
  "lostNotification",
  "readingFailed",
  "heldZeros",
  "unexplained",
  "productGone",
  "stockControlOff",
  "wrongLinkSuspected",
  "productTaxRate",
  "productPrice",
  "notSellable",
  "registrationFailed",
  "cancellationFailed",
  "changedWhileOff",
  "otherLines",
  "otherTaxRate",
  "registeredAfterAll",
  "leftStanding",
  "cancelledAtTill",
  "transactionGone",
  "registeredTwice",
  "unknownTransaction",
] as const;
export type Cause = (typeof causes)[number];

/** What one press does about a difference: read the product, send the order, or cancel its transaction and register it again. */
export type Mend = "read" | "send" | "registerAnew";

/** The press that repairs each cause; null if only a person can, here or in Smaregi. */
export const mends: Record<Cause, Mend | null> = {
  lostNotification: "read",
  readingFailed: "read",
  heldZeros: null,
  unexplained: "read",
  productGone: null,
  stockControlOff: null,
  wrongLinkSuspected: null,
  productTaxRate: null,
  productPrice: null,
  notSellable: null,
  registrationFailed: "send",
  cancellationFailed: "send",
  changedWhileOff: "send",
  otherLines: "registerAnew",
  otherTaxRate: "registerAnew",
  registeredAfterAll: "send",
  leftStanding: "send",
  cancelledAtTill: "send",
  transactionGone: "send",
  registeredTwice: "send",
  unknownTransaction: null,
};

/** Each cause in the merchant's words, and its repair. */
export const causeTexts: Record<Cause, { what: Text; repair: Text }> = {
  lostNotification: {
    what: {
      ja: "スマレジで在庫が変わりましたが、在庫変更通知が届きませんでした。",
      en: "The stock changed in Smaregi, and no notification of it came.",
    },
    repair: { ja: "自動で取得し直しました。", en: "It is read again by itself." },
  },
  readingFailed: {
    what: {
      ja: "スマレジからの在庫の取得に失敗したため、在庫数がスマレジと異なっていました。",
      en: "The quantity was not Smaregi's, since reading it had failed.",
    },
    repair: { ja: "自動で取得し直しました。", en: "It is read again by itself." },
  },
  heldZeros: {
    what: {
      ja: "多くの商品の在庫が一度に0になるのを防ぐため、在庫数を保留しています。",
      en: "The quantity is held, so that many do not become 0 at once.",
    },
    repair: {
      ja: "加盟店TOPの確認に回答してください。",
      en: "Answer the question on the top page.",
    },
  },
  unexplained: {
    what: {
      ja: "在庫数がスマレジと異なっていました。原因は特定できません。",
      en: "The quantity was not Smaregi's, and nothing tells why.",
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
  productTaxRate: {
    what: {
      ja: "商品の税率がスマレジと異なります。",
      en: "The product has another tax rate in Smaregi.",
    },
    repair: {
      ja: "商品詳細、またはスマレジの商品設定で税率をそろえてください。",
      en: "Set the same rate on the product page or in Smaregi.",
    },
  },
  productPrice: {
    what: {
      ja: "商品の価格(税込)がスマレジと異なります。受注は結びの価格で登録します。",
      en: "The product has another price (with tax) in Smaregi. Orders are registered at the price here.",
    },
    repair: {
      ja: "同じ価格で売るなら、商品詳細、またはスマレジの商品設定で価格をそろえてください。",
      en: "Where it should be the same, set it on the product page or in Smaregi.",
    },
  },
  notSellable: {
    what: {
      ja: "紐づけた商品は、スマレジでは販売できません(売上対象外・回数券・オプション・この店舗で取扱なし)。",
      en: "The linked product can't be sold in Smaregi: not for sale, a ticket book, an option, or not in this store.",
    },
    repair: {
      ja: "商品詳細でスマレジ商品IDを確認するか、スマレジの商品設定を直してください。",
      en: "Look at the variation's Smaregi product ID, or change the product in Smaregi.",
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
      ja: "スマレジで取引の内容を確認してください。受注のほうが正しければ、登録し直せます。",
      en: "Look at the transaction in Smaregi. Where the order is right, it can be registered anew.",
    },
  },
  otherTaxRate: {
    what: {
      ja: "スマレジの取引の税率が、受注と異なります。",
      en: "The transaction in Smaregi has other tax rates than the order.",
    },
    repair: {
      ja: "商品の税率をスマレジとそろえてから、登録し直してください。",
      en: "Set the same rate on both sides, then register the order anew.",
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
