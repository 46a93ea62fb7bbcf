import { dictionary } from "../../ui/language.tsx";

export const words = dictionary({
  ja: {
    skip: "本文へ",
    cart: (pieces: number) => (pieces === 0 ? "カート" : `カート ${pieces}点`),
    away: "通信が途切れたため、在庫の表示が古い場合があります。つなぎ直しています…",
    notFound: "このページは見つかりません",
    notFoundLead: "アドレスが変わったか、販売を終了した可能性があります。",
    toTop: "商品一覧へ",
    broken: "このページを表示できませんでした",
    brokenLead: "もう一度読み込むと直ることがあります。カートの中身はそのまま残っています。",
    again: "もう一度読み込む",
    closed: "このショップはただいまご利用いただけません",
    closedLead:
      "営業を終了したか、アドレスが違う可能性があります。お手数ですが、アドレスをもう一度お確かめください。",
  },
  en: {
    skip: "Skip to content",
    cart: (pieces) => (pieces === 0 ? "Cart" : `Cart: ${pieces}`),
    away: "The connection was lost, so the stock shown may be out of date. Reconnecting…",
    notFound: "There is no such page",
    notFoundLead: "Its address may have changed, or the product is no longer sold.",
    toTop: "To all products",
    broken: "This page could not be shown",
    brokenLead: "Loading it again may help. Your cart is kept.",
    again: "Load again",
    closed: "This shop is not open at the moment",
    closedLead: "It may have closed, or the address is not quite right. Please check the address once more.",
  },
});
