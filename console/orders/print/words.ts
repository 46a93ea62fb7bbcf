import { dictionary } from "../../../ui/language.tsx";

export const printWords = dictionary({
  ja: {
    title: "納品書・ピッキングリスト",
    print: "印刷",
    which: "印刷するもの",
    notes: "納品書",
    picking: "ピッキングリスト",
    withUnpaid: "未入金の受注も含める",
    noRegistration: "登録番号が設定されていないため、適格請求書ではない納品書になります。",
    toSettings: "ショップ設定で登録番号を入力する",
    nothing: "印刷するものがありません。",
    leftOut: (count: number) => `${count}件の受注は含まれていません`,
    whys: {
      cancelled: "キャンセルした受注",
      unpaid: "未入金",
      notReleased: "発売日前の予約注文",
      shipped: "発送済み",
    },
  },
  en: {
    title: "Delivery notes and picking list",
    print: "Print",
    which: "What is printed",
    notes: "Delivery notes",
    picking: "Picking list",
    withUnpaid: "With orders that are not paid",
    noRegistration: "No registration number is set: these delivery notes are no qualified invoices.",
    toSettings: "Enter it in the shop settings",
    nothing: "There is nothing to print.",
    leftOut: (count) => `${count} orders are left out`,
    whys: {
      cancelled: "cancelled",
      unpaid: "not paid",
      notReleased: "a pre-order before its release",
      shipped: "shipped already",
    },
  },
});
