import { dictionary } from "../../../ui/language.tsx";

export const listWords = dictionary({
  ja: {
    newOrder: "代理注文を入力",
    search: "受注番号・注文者",
    searchHint: "番号やお名前の一部でも探せます",
    filters: "受注を絞り込む",
    from: "受注日(から)",
    to: "受注日(まで)",
    clear: "条件を消す",
    none: "まだ受注はありません。",
    noneNext:
      "ショップで注文が入ると、ここに並びます。電話や店頭で受けた注文は、代理注文として入力できます。",
    noneFound: "条件に合う受注はありません。",
  },
  en: {
    newOrder: "Enter an order",
    search: "Number or buyer",
    searchHint: "Part of a number or a name is enough",
    filters: "Narrow the list",
    from: "Placed from",
    to: "Placed until",
    clear: "Clear all conditions",
    none: "There are no orders yet.",
    noneNext:
      "Orders of the shop appear here. An order taken by phone or over the counter can be entered for the buyer.",
    noneFound: "No order fits these conditions.",
  },
});
