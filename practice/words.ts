import { dictionary } from "../ui/language.tsx";

export const words = dictionary({
  ja: {
    title: "練習モード",
    lead: (name: string, number: string) =>
      `${name}(加盟店番号 ${number})の在庫です。レジやショップで売ると、ここの在庫数がすぐに変わります。`,
    openConsole: "管理画面を開く",
    openShop: "ショップを開く",
    openTill: "レジ(練習用スマレジ)を開く",
    shelf: "商品と在庫数",
    product: "商品",
    smaregiProductId: "スマレジ商品ID",
    quantity: "在庫数",
    uncounted: "在庫管理なし",
    movements: "在庫の動き(新しい順)",
    noMovements: "まだ何も動いていません。",
    at: "日時",
    cause: "理由",
    reading: (pieces: string) => `スマレジの在庫 ${pieces}`,
    pending: (pieces: string) => `未連携の注文 ${pieces}`,
    change: "増減",
  },
  en: {
    title: "Practice mode",
    lead: (name, number) =>
      `The stock of ${name} (merchant number ${number}). Sell at the till or in the shop: the quantities here change at once.`,
    openConsole: "Open the console",
    openShop: "Open the shop",
    openTill: "Open the till (practice Smaregi)",
    shelf: "Products and quantities",
    product: "Product",
    smaregiProductId: "Smaregi product ID",
    quantity: "Quantity",
    uncounted: "not counted",
    movements: "Movements of stock (newest first)",
    noMovements: "Nothing has moved yet.",
    at: "Time",
    cause: "Cause",
    reading: (pieces) => `Smaregi's stock ${pieces}`,
    pending: (pieces) => `orders on their way ${pieces}`,
    change: "Change",
  },
});
