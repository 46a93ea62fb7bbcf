import type { Topic } from "../topic.ts";

export const orders: Topic = {
  ja: {
    lead: "注文の登録・編集・キャンセルのときに、スマレジで起きることです。",
    parts: [
      {
        title: "注文が入ったとき",
        says: [
          "通常注文、予約注文、代理注文、定期購入、会費のすべてで、スマレジに取引登録を行います。紐づけた商品の在庫は、スマレジでも減ります。結果は受注明細のログに残ります。",
        ],
      },
      {
        title: "受注を編集したとき",
        says: [
          "スマレジには取引の編集がないため、元の取引を取引取消してから、編集後の内容で取引登録を行います。注文商品や金額を変えずに、入金・発送・社内メモだけを変えたときは、スマレジには何も送りません。",
        ],
      },
      {
        title: "キャンセルしたとき",
        says: [
          "カートの在庫数がすぐに戻り、スマレジの取引を取引取消します。キャンセルは元に戻せません。返金は、決済サービスの側で行ってください。",
          "締め処理のあとなど、スマレジが取引取消を受け付けないことがあります。そのときは受注の画面で、打消(当日付けのマイナスの取引)で取り消すか、スマレジで取り消してから「スマレジで取消済み」を押すかを選べます。",
        ],
      },
      {
        title: "入金と発送",
        says: [
          "入金(未入金・入金済み)と発送(未発送・発送準備中・発送済み)は別々に変更できます。受注一覧では、複数の受注を選んでまとめて変更できます。",
        ],
      },
      {
        title: "受注を探す",
        says: [
          "受注番号、お名前、電話番号、商品名、商品コード、社内メモ、お問い合わせ番号で検索できます。よく使う条件は「この条件を保存」で残せます。",
        ],
      },
    ],
  },
  en: {
    lead: "What happens in Smaregi when an order is placed, edited or cancelled.",
    parts: [
      {
        title: "When an order comes in",
        says: [
          "Orders of all kinds are registered in Smaregi as transactions: normal, pre-orders, those for a buyer, subscriptions and fees. The stock of linked products goes down in Smaregi, too. The order log says how it went.",
        ],
      },
      {
        title: "When an order is edited",
        says: [
          "Smaregi can't edit a transaction: it is cancelled, and the order is registered again as it is now. Payment, shipping and memo alone send nothing to Smaregi.",
        ],
      },
      {
        title: "When an order is cancelled",
        says: [
          "The quantity here comes back at once, and the transaction in Smaregi is cancelled. A cancellation can't be taken back. Refunds are made at your payment provider.",
          "Smaregi may refuse to cancel, for example once a day is closed. The order's page then lets you take the sale back by an offset (a minus transaction of today), or say that you have cancelled it in Smaregi.",
        ],
      },
      {
        title: "Payment and shipping",
        says: [
          "Payment (not paid, paid) and shipping (not shipped, preparing, shipped) are set apart from each other. In the list you can choose many orders and change them together.",
        ],
      },
      {
        title: "Finding orders",
        says: [
          "Search by order number, name, phone, product, product code, memo or tracking number. “Keep this search” saves a search that you use often.",
        ],
      },
    ],
  },
};
