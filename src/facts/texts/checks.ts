import type { CheckData, Texts } from "../fact.ts";

const some = (ids: string[]) => {
  const first = ids.slice(0, 10);
  const more = ids.length - first.length;
  return {
    ja: `${first.join("、")}${more > 0 ? ` ほか${more}件` : ""}`,
    en: `${first.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
  };
};

/** The first ten products, with a word about each. */
const each = <Product extends { productId: string }>(
  products: Product[],
  say: { ja: (product: Product) => string; en: (product: Product) => string },
) => {
  const first = products.slice(0, 10);
  const more = products.length - first.length;
  return {
    ja: `${first.map((one) => `${one.productId} (${say.ja(one)})`).join("、")}${more > 0 ? ` ほか${more}件` : ""}`,
    en: `${first.map((one) => `${one.productId} (${say.en(one)})`).join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
  };
};

const rates = (products: { productId: string; ours: number; theirs: number }[]) =>
  each(products, {
    ja: ({ ours, theirs }) => `結び ${ours}% / スマレジ ${theirs === 0 ? "非課税" : `${theirs}%`}`,
    en: ({ ours, theirs }) => `here ${ours}%, Smaregi ${theirs === 0 ? "not taxed" : `${theirs}%`}`,
  });

const prices = (products: { productId: string; ours: number; theirs: number }[]) =>
  each(products, {
    ja: ({ ours, theirs }) => `結び ${ours}円 / スマレジ ${theirs}円`,
    en: ({ ours, theirs }) => `here ¥${ours}, Smaregi ¥${theirs}`,
  });

const whys: Record<string, { ja: string; en: string }> = {
  notForSale: { ja: "売上対象外", en: "not for sale" },
  ticket: { ja: "回数券", en: "a ticket book" },
  option: { ja: "オプション商品", en: "an option" },
  notInStore: { ja: "この店舗で取扱なし", en: "not sold in this store" },
};

const reasonsOf = (products: { productId: string; why: string[] }[]) =>
  each(products, {
    ja: ({ why }) => why.map((one) => whys[one]?.ja ?? one).join("・"),
    en: ({ why }) => why.map((one) => whys[one]?.en ?? one).join(", "),
  });

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
  notReached: {
    ja: ({ reason }, say) => `スマレジの応答がないため、確認できませんでした: ${say(reason)}`,
    en: ({ reason }, say) => `Smaregi gave no answer, so this is not known: ${say(reason)}`,
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
    ja: ({ count }) => `紐づけた商品(${count.toLocaleString("ja-JP")}件)はスマレジにあります。`,
    en: ({ count }) => `Smaregi has all ${count.toLocaleString("en-US")} linked products.`,
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
  placeChanged: {
    ja: () => "開始したあとに、連携先の契約または店舗が変わりました。もう一度始めてください。",
    en: () => "The connection's contract or store changed since. Start again.",
  },
  mirrorNotRead: {
    ja: () => "スマレジの商品をまだ取得できていません。しばらくしてから、もう一度お試しください。",
    en: () => "Smaregi's products were not read yet. Try again in a while.",
  },
  taxRatesAgree: {
    ja: () => "紐づけた商品の税率は、スマレジと同じです。",
    en: () => "All linked products have the same tax rate in Smaregi.",
  },
  taxRatesDiffer: {
    ja: ({ products }) =>
      `税率がスマレジと異なる商品があります: ${rates(products).ja}。自動では変更しません。どちらかに合わせてください。`,
    en: ({ products }) =>
      `Products with another tax rate in Smaregi: ${rates(products).en}. Nothing is changed by itself: make them the same.`,
  },
  pricesAgree: {
    ja: () => "紐づけた商品の価格は、スマレジと同じです。",
    en: () => "All linked products have the same price in Smaregi.",
  },
  pricesDiffer: {
    ja: ({ products }) =>
      `価格(税込)がスマレジと異なる商品があります: ${prices(products).ja}。受注は結びの価格で登録します。`,
    en: ({ products }) =>
      `Products with another price (with tax) in Smaregi: ${prices(products).en}. Orders are registered at the price here.`,
  },
  productsSellable: {
    ja: () => "紐づけた商品は、すべてこの店舗で販売できます。",
    en: () => "All linked products can be sold in this store.",
  },
  productsNotSellable: {
    ja: ({ products }) =>
      `スマレジで販売できない商品が紐づけられています: ${reasonsOf(products).ja}。紐づけ先を確認してください。`,
    en: ({ products }) =>
      `Linked to products that can't be sold in Smaregi: ${reasonsOf(products).en}. Look at their links.`,
  },
};
