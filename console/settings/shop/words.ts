import { dictionary } from "../../../ui/language.tsx";

export const shopSettingsWords = dictionary({
  ja: {
    lead: "購入者がショップで一度に注文できる数の上限です。代理注文とAPIからの受注にはかかりません。",
    limits: "注文数の上限",
    piecesPerLine: "1商品の上限(点)",
    piecesPerOrder: "1回の注文の合計の上限(点)",
    range: "1から999,999までの整数を入力してください。",
    save: "保存",
    saved: "ショップ設定を保存しました。",
    readOnly: "変更できるのは、加盟店-管理者です。",
  },
  en: {
    lead: "How many pieces a buyer may order in the shop at once. Orders that you enter, or that come by the API, have no such limit.",
    limits: "Limits of an order",
    piecesPerLine: "Pieces of a product at most",
    piecesPerOrder: "Pieces of an order at most",
    range: "Enter a whole number from 1 to 999,999.",
    save: "Save",
    saved: "The shop settings were saved.",
    readOnly: "Only an owner can change this.",
  },
});
