import type { StockData, Texts } from "../fact.ts";

export const stockTexts: Texts<StockData> = {
  productGone: {
    ja: ({ productId }) => `スマレジに商品ID ${productId} の商品がありません。`,
    en: ({ productId }) => `Smaregi has no product with the ID ${productId}.`,
  },
  heldGone: {
    ja: ({ productId }) =>
      `スマレジに商品ID ${productId} の商品がありません。多くの商品が一度にスマレジからなくなったため、在庫を0にせず保留しています。スマレジの商品と、契約ID・店舗IDを確認してください。`,
    en: ({ productId }) =>
      `Smaregi has no product with the ID ${productId}. Many products vanished from Smaregi at once, so their quantities are kept and not set to 0. Check Smaregi's products, the contract ID and the store ID.`,
  },
  heldNoRows: {
    ja: ({ productId }) =>
      `スマレジのこの店舗に商品ID ${productId} の在庫がありません。多くの商品の在庫が一度になくなったため、在庫を0にせず保留しています。契約ID・店舗IDと、スマレジの在庫を確認してください。`,
    en: ({ productId }) =>
      `Smaregi has no stock of the product with the ID ${productId} in this store. The stock of many products vanished at once, so their quantities are kept and not set to 0. Check the contract ID, the store ID and Smaregi's stock.`,
  },
  heldStoreChanged: {
    ja: ({ productId }) =>
      `変更後の店舗では、商品ID ${productId} の在庫が0です。多くの商品の在庫が一度に0になるため、保留しています。契約ID・店舗IDを確認してください。`,
    en: ({ productId }) =>
      `In the store that was chosen, the stock of the product with the ID ${productId} is 0. The quantities of many products would become 0 at once, so they are kept. Check the contract ID and the store ID.`,
  },
  storeUnlisted: {
    ja: ({ storeId }) => `店舗ID「${storeId}」はスマレジにありません。`,
    en: ({ storeId }) => `Smaregi has no store with the ID “${storeId}”.`,
  },
  ownStoreUnlisted: {
    ja: () => "連携設定の店舗IDはスマレジにありません。",
    en: () => "Smaregi does not have the store of the connection.",
  },
  storeUnsure: {
    ja: ({ reason }, say) => `店舗を確認できないため、在庫を0にしていません(${say(reason)})。`,
    en: ({ reason }, say) =>
      `The store could not be looked up, so the quantity is not set to 0 (${say(reason)}).`,
  },
};
