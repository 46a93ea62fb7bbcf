import type { CheckData, Texts } from "../fact.ts";

const some = (ids: string[]) => {
  const first = ids.slice(0, 10);
  const more = ids.length - first.length;
  return {
    ja: `${first.join("、")}${more > 0 ? ` ほか${more}件` : ""}`,
    en: `${first.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
  };
};

export const checkTexts: Texts<CheckData> = {
  credentialsGood: {
    ja: () => "契約IDとクライアントID・シークレットは正しく設定されています。",
    en: () => "The contract ID, the client ID and the secret are right.",
  },
  credentialsRefused: {
    ja: ({ contractId, reason }, say) => `契約ID「${contractId}」: ${say(reason)}`,
    en: ({ contractId, reason }, say) => `Contract ID “${contractId}”: ${say(reason)}`,
  },
  scopesGood: {
    ja: () => "必要な権限(スコープ)がそろっています。",
    en: () => "All scopes that are needed are there.",
  },
  scopesMissing: {
    ja: ({ scopes }) => `スマレジのアプリに権限が足りません: ${scopes.join(" ")}`,
    en: ({ scopes }) => `The app at Smaregi lacks scopes: ${scopes.join(" ")}`,
  },
  notAsked: {
    ja: ({ reason }, say) => `スマレジから確認できませんでした: ${say(reason)}`,
    en: ({ reason }, say) => `Smaregi could not be asked: ${say(reason)}`,
  },
  storeFound: {
    ja: ({ name }) => `店舗「${name}」が見つかりました。`,
    en: ({ name }) => `The store “${name}” was found.`,
  },
  storePaused: {
    ja: ({ name }) => `店舗「${name}」は休止中です。休止中の店舗には取引を登録できません。`,
    en: ({ name }) => `The store “${name}” is paused: no sale can be registered for it.`,
  },
  storeWarehouse: {
    ja: ({ name }) => `「${name}」は倉庫です。倉庫には取引を登録できません。`,
    en: ({ name }) => `“${name}” is a warehouse: it takes no sales.`,
  },
  storeClosedByHand: {
    ja: ({ name }) =>
      `店舗「${name}」が見つかりました。この店舗は手動締めです。端末の精算を行うまで、売上は日報に反映されません。`,
    en: ({ name }) =>
      `The store “${name}” was found. It closes by hand: until somebody settles the terminal, its sales do not reach the daily report.`,
  },
  terminalFound: {
    ja: ({ name }) => `端末「${name}」が見つかりました。`,
    en: ({ name }) => `The terminal “${name}” was found.`,
  },
  terminalStopped: {
    ja: ({ name }) => `端末「${name}」は使用停止中です。`,
    en: ({ name }) => `The terminal “${name}” is out of use.`,
  },
  terminalUnlisted: {
    ja: ({ terminalId }) => `端末ID「${terminalId}」はスマレジにありません。`,
    en: ({ terminalId }) => `Smaregi has no terminal with the ID “${terminalId}”.`,
  },
  terminalElsewhere: {
    ja: ({ terminalId, storeId }) => `端末ID「${terminalId}」は店舗ID「${storeId}」の端末です。`,
    en: ({ terminalId, storeId }) =>
      `The terminal with the ID “${terminalId}” belongs to the store with the ID “${storeId}”.`,
  },
  stockRead: { ja: () => "在庫を取得できました。", en: () => "The stock could be read." },
  nothingLinked: {
    ja: () => "在庫同期の対象になる商品は、まだ紐づけられていません。",
    en: () => "No product whose stock would be synced is linked yet.",
  },
  productsUnsure: {
    ja: ({ reason }, say) => `商品を確認できませんでした: ${say(reason)}`,
    en: ({ reason }, say) => `The products could not be looked up: ${say(reason)}`,
  },
  productsFound: {
    ja: ({ count }) => `紐づけた商品(${count}件)はスマレジにあります。`,
    en: ({ count }) => `Smaregi has all ${count} linked products.`,
  },
  productsMissing: {
    ja: ({ productIds }) =>
      `スマレジにない商品IDが紐づけられています: ${some(productIds).ja}。在庫は0になります。`,
    en: ({ productIds }) =>
      `Linked to product IDs that Smaregi does not have: ${some(productIds).en}. Their quantity becomes 0.`,
  },
  productsManaged: {
    ja: () => "紐づけた商品はすべてスマレジで在庫管理の対象です。",
    en: () => "Smaregi manages the stock of all linked products.",
  },
  productsUnmanaged: {
    ja: ({ productIds }) =>
      `スマレジの在庫管理区分が「対象外」の商品が紐づけられています: ${some(productIds).ja}。在庫の変更が通知されないため、同期されません。`,
    en: ({ productIds }) =>
      `Linked to products whose stock Smaregi does not manage: ${some(productIds).en}. Their changes are not notified, so they are not synced.`,
  },
  linkIsOff: {
    ja: () => "スマレジ連携が無効のため、差異チェックを行えません。",
    en: () => "The link to Smaregi is switched off, so there is nothing to compare.",
  },
};
