import { dictionary } from "../../../ui/language.tsx";

const years = (days: number) => (days % 365 === 0 ? days / 365 : null);

export const retentionWords = dictionary({
  ja: {
    title: "個人情報の保存期間",
    lead: "発送またはキャンセルした受注と、終了した定期購入・会費から、最後の変更から一定の期間がたった購入者の氏名・住所・電話番号・メールアドレスなどを自動で削除します。受注・売上・在庫の記録は残ります。",
    label: "保存期間",
    never: "自動では削除しない",
    period: (days: number) => {
      const whole = years(days);
      return whole === null ? `${days}日` : `${whole}年`;
    },
    save: "保存",
    saved: "保存期間を保存しました。削除を始めます。",
    isOff: "自動での削除をやめました。",
    confirmTitle: (period: string) => `${period}を過ぎた個人情報を削除しますか?`,
    says: (orders: string, plans: string) =>
      `いま対象になるのは、受注${orders}件と定期購入・会費${plans}件です。これらの購入者の情報は、もとに戻せません。以後は毎日、期間を過ぎたものを削除します。`,
    confirm: "保存して削除する",
  },
  en: {
    title: "How long buyers' data is kept",
    lead: "Names, addresses, phones and mail addresses go by themselves from orders that were shipped or cancelled, and from subscriptions and fees that have ended, a while after their last change. Orders, sales and stock stay.",
    label: "Kept for",
    never: "Nothing is erased by itself",
    period: (days) => {
      const whole = years(days);
      return whole === null ? `${days} days` : whole === 1 ? "1 year" : `${whole} years`;
    },
    save: "Save",
    saved: "Saved. Erasing begins.",
    isOff: "Nothing is erased by itself any more.",
    confirmTitle: (period) => `Erase buyers' data older than ${period}?`,
    says: (orders, plans) =>
      `Now it concerns ${orders} orders and ${plans} subscriptions and fees. What is erased of their buyers can't be brought back. From then on, what gets older goes every day.`,
    confirm: "Save and erase",
  },
});
