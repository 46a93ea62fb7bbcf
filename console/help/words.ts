import { dictionary } from "../../ui/language.tsx";

export const helpWords = dictionary({
  ja: {
    title: "ヘルプ",
    lead: "知りたいことを選んでください。",
    all: "ヘルプの一覧へ",
    others: "ほかのヘルプ",
    titles: {
      stock: "商品と在庫",
      orders: "受注とスマレジへの連携",
      papers: "納品書・ピッキングリスト・B2クラウド",
      connection: "スマレジとの接続",
      linking: "商品の紐づけ",
      repair: "失敗・差異と修復",
      csv: "商品のCSV",
      accounts: "アカウントと権限",
      systems: "APIキー・Webhook・お知らせ",
    },
    about: (title: string) => `ヘルプ: ${title}`,
  },
  en: {
    title: "Help",
    lead: "Choose what you would like to know.",
    all: "All help",
    others: "Other pages of help",
    titles: {
      stock: "Products and stock",
      orders: "Orders and Smaregi",
      papers: "Delivery notes, picking list and B2 Cloud",
      connection: "The connection to Smaregi",
      linking: "Linking products",
      repair: "Failures, differences and repairs",
      csv: "Products by CSV",
      accounts: "Accounts and roles",
      systems: "API keys, webhooks and notices",
    },
    about: (title) => `Help: ${title}`,
  },
});

export type TopicName = keyof (typeof helpWords)["ja"]["titles"];
