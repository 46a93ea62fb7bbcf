import { dictionary } from "../../../ui/language.tsx";

export const buyerDataWords = dictionary({
  ja: {
    save: "個人情報をダウンロード",
    erase: "個人情報を削除する",
    title: "この購入者の個人情報を削除しますか?",
    says: "同じメールアドレスか電話番号のすべての受注と定期購入・会費から、名前・住所・連絡先・備考・メモを消します。受注、金額、在庫はそのまま残ります。元には戻せません。",
    erased: (orders: number) => `${orders}件の受注から個人情報を削除しました。`,
    wasErased: (at: string) => `個人情報は削除されました(${at})。`,
  },
  en: {
    save: "Download the personal data",
    erase: "Erase the personal data",
    title: "Erase this buyer's personal data?",
    says: "Name, address, contacts, remarks and notes go from all orders and subscriptions with the same mail address or phone. Orders, sums and stock stay as they are. This can't be undone.",
    erased: (orders) => `The personal data was erased from ${orders} ${orders === 1 ? "order" : "orders"}.`,
    wasErased: (at) => `The personal data was erased (${at}).`,
  },
});
