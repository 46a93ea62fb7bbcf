import type { Topic } from "../topic.ts";

export const csv: Topic = {
  ja: {
    lead: "CSVファイルで、たくさんの商品を一度に登録・変更・削除する方法です。",
    parts: [
      {
        title: "手順",
        says: [],
        points: [
          "ひな形か、全商品のデータをダウンロードして編集します。1行が1つのバリエーションです。",
          "ファイルを選び、「内容を確認する」を押します。この時点では何も変わりません。",
          "変更内容とエラー行を確かめて、「この内容で実行する」を押します。",
        ],
      },
      {
        title: "ファイルの決まり",
        says: [],
        points: [
          "文字コードはUTF-8でもShift_JISでもかまいません。1行目は見出しで、列の順番は自由です。",
          "空のセルは「変更しない」です。値を空にするときは [クリア] と書きます。",
          "「コントロール」の列は、n が登録、u が変更、d が削除です。",
          "在庫同期対象の在庫数は、CSVでも指定できません。",
        ],
      },
      {
        title: "エラー行",
        says: [
          "エラー行だけをダウンロードして修正し、そのままアップロードできます。Excelで先頭の0が消えたコードや、2.9E+12 のように変わった番号も見つけてエラーにします。",
        ],
      },
      {
        title: "ほかのカートのファイル",
        says: [
          "EC-CUBE 4、カラーミーショップ、MakeShop、BASE、Shopify、らくうるカート、スマレジの商品CSVは、そのまま読み取れます。列の対応を確かめてから実行してください。",
        ],
      },
    ],
  },
  en: {
    lead: "How to register, change or delete many products at once.",
    parts: [
      {
        title: "Step by step",
        says: [],
        points: [
          "Download a template or all products, and edit the file. A row is one variation.",
          "Choose the file and press “Check it”. Nothing is changed yet.",
          "Look at what changes and at the rows with errors, then press “Do this”.",
        ],
      },
      {
        title: "The file",
        says: [],
        points: [
          "UTF-8 or Shift_JIS. The first row has the headings; the columns may stand in any order.",
          "A blank cell changes nothing. Write [clear] to make a value blank.",
          "The column “control”: n registers, u changes, d deletes.",
          "Quantities of synced products can't be set by CSV either.",
        ],
      },
      {
        title: "Rows with errors",
        says: [
          "Download only the rows with errors, correct them and upload that file. Codes that lost their zeros in Excel, or became numbers like 2.9E+12, are found and refused.",
        ],
      },
      {
        title: "Files of other carts",
        says: [
          "Product files of EC-CUBE 4, Color Me Shop, MakeShop, BASE, Shopify, Rakuuru Cart and Smaregi are read as they are. Check the columns before you run them.",
        ],
      },
    ],
  },
};
