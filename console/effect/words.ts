import { dictionary } from "../../ui/language.tsx";

/** Words of the common preview: what many quantities become before anything is written. */
export const effectWords = dictionary({
  ja: {
    none: "在庫数が変わる商品はありません。",
    changes: (changed: string, before: string, after: string) =>
      `${changed}件の在庫数が変わります(合計 ${before} → ${after})。`,
    zeros: (zero: string, noRow: string) =>
      `そのうち${zero}件が0になります。${noRow === "0" ? "" : `うち${noRow}件は、この店舗に在庫の記録がないためです。`}`,
    list: "在庫数が変わる商品",
    more: (count: string) => `ほか${count}件`,
    now: "いま",
    after: "変更後",
    because: {
      found: "スマレジの在庫数",
      neverMoved: "この店舗で在庫が動いたことがありません",
      missing: "スマレジに商品がありません",
      failed: "確認できませんでした",
      ordered: "送る受注の分",
    },
    sawZeros: (count: string) => `0になる${count}件を確かめました`,
  },
  en: {
    none: "No quantity changes.",
    changes: (changed, before, after) => `${changed} quantities change (${before} → ${after} in all).`,
    zeros: (zero, noRow) =>
      `${zero} of them become 0.${noRow === "0" ? "" : ` ${noRow} of those have no stock in this store.`}`,
    list: "Products whose quantity changes",
    more: (count) => `and ${count} more`,
    now: "now",
    after: "then",
    because: {
      found: "as in Smaregi",
      neverMoved: "no stock of it ever moved in this store",
      missing: "Smaregi has no such product",
      failed: "not known",
      ordered: "by the orders that are sent",
    },
    sawZeros: (count) => `I have seen the ${count} that become 0`,
  },
});
