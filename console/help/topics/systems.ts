import type { Topic } from "../topic.ts";

export const systems: Topic = {
  ja: {
    lead: "ほかのシステムとつなぐ方法と、障害を知らせる先の設定です。",
    parts: [
      {
        title: "APIキー",
        says: [
          "倉庫や会計など、ほかのシステムからこのカートを操作するための鍵です。できる操作と有効期限を決めて作成します。作成したときに一度だけ表示されるので、使うシステムにすぐ設定してください。スタッフとAPIキーの管理はできません。",
          "使わなくなった鍵や、知られた可能性のある鍵は「失効させる」を押してください。すぐに使えなくなり、元には戻せません。",
        ],
      },
      {
        title: "Webhook",
        says: [
          "受注・在庫・商品・障害のイベントを、指定したURLに送ります(Standard Webhooks 形式、署名付き)。届かないときは間隔を空けて送り直し、3日間届かなければ停止してお知らせします。送信の記録から送り直せます。",
        ],
      },
      {
        title: "お知らせ",
        says: [
          "障害が起きたときと解決したときに、メールやチャット(Slack、Chatwork、Discord、Google Chat、LINE WORKS)へお知らせします。「テスト送信」で、届くかどうかを確かめられます。",
          "通知しない時間帯に起きた障害は、終わってからまとめてお知らせします。販売が止まる障害は、すぐにお知らせします。",
        ],
      },
    ],
  },
  en: {
    lead: "How to connect other systems, and who is told of incidents.",
    parts: [
      {
        title: "API keys",
        says: [
          "With a key, another system (a warehouse, accounting) works with this cart. You decide what it may do, and until when. It is shown once, when it is made: copy it into that system at once. No key may manage staff accounts and keys.",
          "Revoke a key that is no longer used, or that others may know. It stops working at once, and can't be brought back.",
        ],
      },
      {
        title: "Webhooks",
        says: [
          "What happens to orders, stock, products and incidents is sent to a URL (Standard Webhooks, signed). What does not arrive is sent again at growing intervals. After three days it is switched off, and you are told. Each delivery can be sent again.",
        ],
      },
      {
        title: "Notices",
        says: [
          "When an incident begins and when it is over, mail and chats are told (Slack, Chatwork, Discord, Google Chat, LINE WORKS). “Send a test” shows whether it arrives.",
          "Incidents in your quiet hours are told of together afterwards. What stops the shop from selling is told at once.",
        ],
      },
    ],
  },
};
