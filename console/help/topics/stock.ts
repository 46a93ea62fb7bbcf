import type { Topic } from "../topic.ts";

export const stock: Topic = {
  ja: {
    lead: "在庫数を自分で入力できる商品、スマレジと同期する商品の違いと、同期のしくみです。",
    parts: [
      {
        title: "スマレジ商品IDと在庫管理フラグ",
        says: ["在庫数の扱いは、この2つの組み合わせで決まります。"],
        points: [
          "在庫管理フラグあり・スマレジ商品IDなし: 在庫数を管理画面やCSVで直接指定できます。",
          "在庫管理フラグあり・スマレジ商品IDあり: 在庫同期対象です。在庫数はスマレジの数になり、管理画面でもCSVでも指定できません。",
          "在庫管理フラグなし: 在庫数はなく、いつでも注文できます。スマレジ商品IDがあっても在庫同期の対象外です。",
        ],
      },
      {
        title: "いつ同期されるか",
        says: [
          "スマレジで在庫が動くと在庫変更通知が届き、スマレジに最新の在庫数を問い合わせて上書きします。商品登録、商品更新、商品一括登録、商品一括変更のあとにも同期します。",
          "注文が入ると、まずカートの在庫数がすぐに減ります。スマレジに取引が登録されたあと、スマレジの在庫数で上書きされます。",
          "新しく在庫同期対象にした商品は、最初の同期が終わるまで在庫0(売り切れ)です。",
        ],
      },
      {
        title: "在庫数の範囲",
        says: [
          "カートの在庫数は0から999,999までです。スマレジの在庫がマイナスなら0、999,999を超えるなら999,999になります。",
        ],
      },
      {
        title: "同期されないとき",
        says: ["次のときは、在庫数はスマレジと同じになりません。"],
        points: [
          "スマレジ連携が無効のとき、またはカートの契約が終了しているとき。",
          "スマレジの在庫管理区分が「対象外」の商品。在庫変更通知が届きません。商品一覧では「スマレジで管理外」と表示します。",
          "スマレジにない商品IDのとき。在庫数は0になり、スマレジ連携ログに残ります。",
          "スマレジに接続できないなど、それ以外の失敗のとき。在庫数は変わらず、スマレジ連携ログに残ります。",
        ],
      },
      {
        title: "数がおかしいと思ったら",
        says: [
          "商品一覧の在庫数を押すと(または商品詳細の「なぜこの数?」で)、在庫数が変わった理由を新しい順に確認できます。売り切れの商品は、加盟店TOPの「売り切れの商品」から開けます。同期対象の商品の数は、スマレジの在庫を修正すると直ります。",
        ],
      },
    ],
  },
  en: {
    lead: "Which quantities you enter, which are Smaregi's, and how the sync works.",
    parts: [
      {
        title: "Smaregi product ID and stock flag",
        says: ["The two together decide about a quantity."],
        points: [
          "Flag set, no Smaregi product ID: you enter the quantity, in the console or by CSV.",
          "Flag set, with a Smaregi product ID: it is synced. The quantity is Smaregi's, and can't be set in the console or by CSV.",
          "No flag: there is no quantity, and it can always be ordered. It is not synced, even with a Smaregi product ID.",
        ],
      },
      {
        title: "When it is synced",
        says: [
          "When stock moves in Smaregi, a notification arrives. Smaregi is then asked for the quantity, which overwrites the one here. A product that was registered or changed, by hand or by CSV, is synced as well.",
          "An order lowers the quantity here at once. When its transaction is registered in Smaregi, Smaregi's quantity overwrites it.",
          "A product that is newly synced counts as 0 (sold out) until its first sync has ended.",
        ],
      },
      {
        title: "The range of quantities",
        says: [
          "A quantity here goes from 0 to 999,999. Below 0 in Smaregi becomes 0, above 999,999 becomes 999,999.",
        ],
      },
      {
        title: "When it is not synced",
        says: ["In these cases the quantity is not the same as in Smaregi."],
        points: [
          "The link to Smaregi is off, or the contract of the cart has ended.",
          "Smaregi does not manage the product's stock: it sends no notification. The list of products says “Not managed there”.",
          "Smaregi does not have the product ID: the quantity becomes 0, and the Smaregi log has an entry.",
          "Any other failure, such as no connection: the quantity stays, and the Smaregi log has an entry.",
        ],
      },
      {
        title: "If a number looks wrong",
        says: [
          "A quantity in the list of products, pressed, lists what changed it, newest first; so does “Why this number?” on the product's page. What is sold out is opened from the top page. The number of a synced product is corrected in Smaregi.",
        ],
      },
    ],
  },
};
