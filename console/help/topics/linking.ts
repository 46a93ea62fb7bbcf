import type { Topic } from "../topic.ts";

export const linking: Topic = {
  ja: {
    lead: "カートの商品とスマレジの商品を紐づけて、在庫を同期させる方法です。",
    parts: [
      {
        title: "3つの方法",
        says: [],
        points: [
          "紐づけアシスタント: まだ紐づけていない商品を、JANコード・商品コード・名前で照合し、まとめて紐づけます。",
          "商品詳細: バリエーションごとにスマレジ商品IDを入力するか、名前・コードで検索して選びます。",
          "CSV: 「スマレジ商品ID」の列で指定します。",
        ],
      },
      {
        title: "紐づけアシスタントの結果",
        says: [],
        points: [
          "確実: JANコードや商品コードが一致し、矛盾がないもの。まとめて紐づけられます。",
          "候補: 名前が近いものなど。1件ずつ確かめて紐づけます。",
          "要確認: コードは一致しても、税率・入数・サイズなどが違うもの。自動では紐づけません。",
          "なし: 見つからなかったもの。スマレジの商品を検索して選べます。",
        ],
      },
      {
        title: "在庫数はどうなるか",
        says: [
          "紐づけると、在庫数はスマレジの数になります。何件変わり、何件が0になるかを、紐づける前に表示します。注文が入る前なら、まとめて取り消せます。",
        ],
      },
      {
        title: "バリエーション",
        says: [
          "パターン1の商品は、色やサイズなどの選択肢ごとに紐づけます。パターン2の商品は、商品に1つだけ紐づけます。",
        ],
      },
    ],
  },
  en: {
    lead: "How to link products here to Smaregi's, so that their stock is synced.",
    parts: [
      {
        title: "Three ways",
        says: [],
        points: [
          "The link assistant compares products that are not linked yet by JAN, code and name, and links many by one press.",
          "On a product's page, enter the Smaregi product ID of each variation, or search for it.",
          "By CSV, in the column for the Smaregi product ID.",
        ],
      },
      {
        title: "What the assistant finds",
        says: [],
        points: [
          "Certain: the same JAN or code, and nothing against it. Linked together by one press.",
          "Likely: alike in name, for example. Look at each and link it.",
          "To check: the same code, but another tax rate, pack or size. Never linked by itself.",
          "None: nothing was found. Search Smaregi's products.",
        ],
      },
      {
        title: "What happens to quantities",
        says: [
          "A linked product takes Smaregi's quantity. How many change, and how many become 0, is shown before. A run can be taken back as long as nothing was ordered.",
        ],
      },
      {
        title: "Variations",
        says: [
          "A product of pattern 1 is linked choice by choice (colour, size). A product of pattern 2 has one link.",
        ],
      },
    ],
  },
};
