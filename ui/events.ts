import { dictionary, useWords } from "./language.tsx";

const eventWords = dictionary({
  ja: {
    productRegistered: "商品登録",
    productChanged: "商品更新",
    productDeleted: "商品削除",
    registered: "在庫数の登録",
    edited: "在庫数の変更",
    linked: "スマレジ商品と紐づけ",
    orderPlaced: "受注",
    orderEdited: "受注編集",
    orderCancelled: "受注キャンセル",
    orderSentAgain: "受注をスマレジに再送",
    synced: "スマレジ連携: 在庫同期",
    syncFailed: "スマレジ連携: 在庫を取得できず0に",
    zeroConfirmed: "スマレジにない商品として0に",
  },
  en: {
    productRegistered: "Product registered",
    productChanged: "Product changed",
    productDeleted: "Product deleted",
    registered: "Quantity registered",
    edited: "Quantity changed",
    linked: "Linked with a Smaregi product",
    orderPlaced: "Order",
    orderEdited: "Order edited",
    orderCancelled: "Order cancelled",
    orderSentAgain: "Order sent to Smaregi again",
    synced: "Smaregi: stock synced",
    syncFailed: "Smaregi: stock not read, set to 0",
    zeroConfirmed: "Set to 0: unknown to Smaregi",
  },
});

/** 操作: the name of what moved a quantity or changed a product. Returns the code if it has no name yet. */
export function useEventName(): (event: string) => string {
  const names: Record<string, string> = useWords(eventWords);
  return (event) => names[event] ?? event;
}
