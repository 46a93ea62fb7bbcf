import type { Topic } from "../topic.ts";

export const papers: Topic = {
  ja: {
    lead: "受注を印刷し、送り状を作り、発送済みにするまでの流れです。",
    parts: [
      {
        title: "その日の発送",
        says: [],
        points: [
          "受注一覧の「未発送」で受注を選び、「印刷・CSV」から納品書とピッキングリストを印刷します。",
          "「B2クラウドのCSVをダウンロード」で送り状のファイルを作り、B2クラウドの「外部データから発行」で取り込みます。取込み開始行は2です。",
          "B2クラウドの発行済データを「発送データ取込」で選ぶと、お問い合わせ番号が入り、発送済みになります。",
        ],
      },
      {
        title: "納品書(適格請求書)",
        says: [
          "ショップ設定で発行者と登録番号を入力すると、適格請求書になります。税率ごとの合計と消費税額(税率ごとに1回だけ端数処理)、軽減税率の※印が入ります。",
        ],
      },
      {
        title: "ピッキングリストに含まれない受注",
        says: [
          "未入金、発売日前、発送済み、キャンセルの受注は含めず、その件数を表示します。未入金の受注は、選べば含められます。",
        ],
      },
      {
        title: "取り込めない行",
        says: [
          "受注が見つからない行、キャンセル済みの受注、正しくない番号は取り込まずに一覧で示します。別の番号が登録済みの受注は、選んだときだけ置き換えます。同じファイルを2回取り込んでも、変わりません。",
        ],
      },
    ],
  },
  en: {
    lead: "From printing the orders to parcels and “shipped”.",
    parts: [
      {
        title: "A day's parcels",
        says: [],
        points: [
          "Choose orders under “Not shipped” in the list, and print delivery notes and picking list by “Print and CSV”.",
          "“Download a CSV for B2 Cloud” makes the file of labels. Import it in B2 Cloud as outside data, from row 2 on.",
          "Choose B2 Cloud's file of issued labels by “Import issued labels”: the orders get their tracking numbers and are set to shipped.",
        ],
      },
      {
        title: "Delivery notes as qualified invoices",
        says: [
          "With the issuer and the registration number in the shop settings, a note is a qualified invoice: sums and tax for each rate (rounded once a rate), with ※ at the reduced rate.",
        ],
      },
      {
        title: "What a picking list leaves out",
        says: [
          "Orders that are not paid, not released yet, shipped or cancelled are left out, and counted. Those not paid can be included.",
        ],
      },
      {
        title: "Rows that set nothing",
        says: [
          "Rows without such an order, with a cancelled order or with a wrong number are listed and set nothing. Another number that an order has is replaced only if you choose so. The same file twice changes nothing.",
        ],
      },
    ],
  },
};
