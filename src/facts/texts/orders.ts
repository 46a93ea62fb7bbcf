import { inEnglish } from "../erased.ts";
import type { Language, OrderData, Texts } from "../fact.ts";

/** The status of an order. */
export const orderStatuses = {
  new: { ja: "新規受付", en: "New" },
  paid: { ja: "入金済み", en: "Paid" },
  preparing: { ja: "発送準備中", en: "Preparing" },
  shipped: { ja: "発送済み", en: "Shipped" },
  cancelled: { ja: "キャンセル", en: "Cancelled" },
};

const placed = {
  subscription: { ja: "定期購入により受注しました。", en: "The order was placed by a subscription." },
  membershipFee: { ja: "会費により受注しました。", en: "The order was placed by a membership fee." },
};

const workFields: Record<string, { ja: string; en: string }> = {
  payment: { ja: "入金", en: "Payment" },
  paidOn: { ja: "入金日", en: "Paid on" },
  shipping: { ja: "発送", en: "Shipping" },
  shippedOn: { ja: "発送日", en: "Shipped on" },
  memo: { ja: "社内メモ", en: "Memo" },
  carrier: { ja: "配送会社", en: "Carrier" },
  trackingNumber: { ja: "お問い合わせ番号", en: "Tracking number" },
  deliverOn: { ja: "お届け希望日", en: "Deliver on" },
  deliverTime: { ja: "お届け希望時間帯", en: "Deliver at" },
};

/** The payment and shipping states of an order, and its carriers. */
export const workValues: Record<string, { ja: string; en: string }> = {
  unpaid: { ja: "未入金", en: "unpaid" },
  paid: { ja: "入金済み", en: "paid" },
  unshipped: { ja: "未発送", en: "not shipped" },
  preparing: { ja: "発送準備中", en: "preparing" },
  shipped: { ja: "発送済み", en: "shipped" },
  yamato: { ja: "ヤマト運輸", en: "Yamato" },
  sagawa: { ja: "佐川急便", en: "Sagawa" },
  japanPost: { ja: "日本郵便", en: "Japan Post" },
  other: { ja: "その他", en: "another" },
};

const namedFields = new Set(["payment", "shipping", "carrier"]);

function worked(
  { field, before, after }: { field: string; before: string | null; after: string | null },
  language: Language,
): string {
  const own = language === "ja" ? String : inEnglish;
  const value = (given: string | null) => {
    if (given === null || given === "") return language === "ja" ? "(空欄)" : "(blank)";
    return namedFields.has(field) ? (workValues[given]?.[language] ?? given) : own(given);
  };
  const name = workFields[field]?.[language] ?? field;
  return language === "ja"
    ? `${name}を「${value(before)}」から「${value(after)}」に変更しました。`
    : `${name}: “${value(before)}” became “${value(after)}”.`;
}

export const orderTexts: Texts<OrderData> = {
  orderPlaced: {
    ja: ({ by }) => (by === undefined ? "受注しました。" : placed[by].ja),
    en: ({ by }) => (by === undefined ? "The order was placed." : placed[by].en),
  },
  orderEdited: { ja: () => "受注を編集しました。", en: () => "The order was edited." },
  orderCancelled: { ja: () => "受注をキャンセルしました。", en: () => "The order was cancelled." },
  workChanged: {
    ja: ({ changes }) => changes.map((each) => worked(each, "ja")).join(" "),
    en: ({ changes }) => changes.map((each) => worked(each, "en")).join(" "),
  },
  commented: { ja: ({ text }) => text, en: ({ text }) => inEnglish(text) },
  statusChanged: {
    ja: ({ status }) => `ステータスを「${orderStatuses[status].ja}」に変更しました。`,
    en: ({ status }) => `The status was changed to “${orderStatuses[status].en}”.`,
  },
  linkOff: {
    ja: ({ why }) =>
      why === "disabled"
        ? "スマレジ連携: 連携が無効のため、取引登録・取引取消は行いません。"
        : "スマレジ連携: 加盟店の契約が終了しているため、取引登録・取引取消は行いません。",
    en: ({ why }) =>
      why === "disabled"
        ? "Smaregi: the link is switched off, so nothing is registered or cancelled there."
        : "Smaregi: the shop's contract has ended, so nothing is registered or cancelled there.",
  },
  sendingAgain: {
    ja: () => "スマレジ連携: 送り直します。先にスマレジ側の状態を確認します。",
    en: () => "Smaregi: it is sent again, after a look at how it stands there.",
  },
  registeringAnew: {
    ja: () => "スマレジ連携: スマレジの取引の内容が受注と異なるため、取引を取り消して登録し直します。",
    en: () => "Smaregi: the transaction there differs from the order; it is cancelled and registered again.",
  },
  disposing: {
    ja: () => "スマレジ連携: 取消を断られた取引を、打消(当日付けのマイナスの取引)で取り消します。",
    en: () =>
      "Smaregi: the transaction whose cancellation was refused is offset by a minus transaction of today.",
  },
  handledByHand: {
    ja: () => "スマレジ連携: 手作業で対応済みとされたため、送り直しを終了します。",
    en: () => "Smaregi: marked as handled by hand, so it is sent no more.",
  },
};
