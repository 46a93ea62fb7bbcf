import type { Language } from "../fact.ts";

/** The causes by which failures are grouped (P9). A cause is never renamed: rows and other systems know it. */
export const causes = [
  "smaregi_down",
  "credentials",
  "scope_missing",
  "contract_ended",
  "store_gone",
  "rate_limited",
  "product_gone",
  "order_refused",
  "order_behind",
  "stock_mass_zero",
  "stock_unread",
  "webhook_silent",
  "delivery_failed",
  "check_missed",
] as const;
export type Cause = (typeof causes)[number];

/** How a connection handles failures: `connections.mode`. */
export type Mode = "standard" | "assured";

type Words = {
  title: string;
  byItself: (mode: Mode) => string;
  asked: (mode: Mode) => string;
};

const ja: Record<Cause, Words> = {
  smaregi_down: {
    title: "スマレジにつながりません",
    byItself: (mode) =>
      mode === "assured"
        ? "つながりしだい、待っている受注を順番にすべて登録し、在庫を取り直します。"
        : "つながるまで確認を続けます。標準モードのため、失敗した受注は自動では送り直しません。",
    asked: (mode) =>
      mode === "assured"
        ? "操作は要りません。復旧したらお知らせします。"
        : "スマレジが復旧したら、「まとめて送り直す」を1回押してください。二重には登録されません。",
  },
  credentials: {
    title: "スマレジの認証に失敗しています",
    byItself: () => "正しい認証情報になるまで、在庫同期と受注の登録は進みません。注文は失われません。",
    asked: () =>
      "連携設定の接続テストで、クライアントIDとシークレット、契約IDを確認してください。直したら「まとめて送り直す」を押してください。",
  },
  scope_missing: {
    title: "スマレジのアプリに権限が足りません",
    byItself: () => "権限がつくまで、その呼び出しは進みません。注文は失われません。",
    asked: () =>
      "スマレジ・デベロッパーズでアプリの権限(スコープ)を確認してください。直したら「まとめて送り直す」を押してください。",
  },
  contract_ended: {
    title: "スマレジとの連携が止まりました",
    byItself: () => "連携が止まっている間、在庫同期も受注の登録も行いません。",
    asked: () => "スマレジのアプリの利用が続いているかを確認し、連携設定でもう一度有効にしてください。",
  },
  store_gone: {
    title: "スマレジの店舗が見つかりません",
    byItself: () => "在庫数はそのまま保ちます。",
    asked: () => "連携設定の店舗IDを確認してください。",
  },
  rate_limited: {
    title: "スマレジの呼び出し回数の上限に達しています",
    byItself: () => "間隔を空けて続けます。",
    asked: () => "しばらく続くときは、同じ契約を使う他のアプリを確認してください。",
  },
  product_gone: {
    title: "紐づけた商品がスマレジにありません",
    byItself: () => "その商品の在庫数は0になっています。",
    asked: () => "スマレジ連携ログで商品を確認し、紐づけを直してください。",
  },
  order_refused: {
    title: "スマレジが受注を受け付けませんでした",
    byItself: () => "自動では送り直しません。受注は結びに残っています。",
    asked: () => "スマレジ連携ログで理由を確認し、直してから「まとめて送り直す」を押してください。",
  },
  order_behind: {
    title: "スマレジと食い違っている受注があります",
    byItself: () => "確認があるまで、自動では送りません。",
    asked: () => "受注を確認し、「まとめて送り直す」か「対応済みにする」を選んでください。",
  },
  stock_mass_zero: {
    title: "多くの商品の在庫が一度に0になるところでした",
    byItself: () => "在庫数はそのまま保っています。",
    asked: () => "加盟店TOPで、0にするか、そのままにするかを選んでください。",
  },
  stock_unread: {
    title: "スマレジの在庫を取得できない商品があります",
    byItself: (mode) =>
      mode === "assured" ? "取得を続けます。" : "標準モードのため、自動では取得し直しません。",
    asked: () => "スマレジ連携ログで理由を確認し、「まとめて送り直す」を押してください。",
  },
  webhook_silent: {
    title: "スマレジから在庫変更通知が届いていません",
    byItself: () => "数分ごとの確認で在庫を取り直しています。反映は遅れます。",
    asked: () => "スマレジ・デベロッパーズで、通知先URLとヘッダーの設定を確認してください。",
  },
  delivery_failed: {
    title: "お知らせやWebhookを届けられません",
    byItself: () => "届かなかったものは残っていて、送り直せます。",
    asked: () => "お知らせの設定で送信先を確認してください。",
  },
  check_missed: {
    title: "差異チェックが2日以上終わっていません",
    byItself: () => "次の夜に、もう一度自動で行います。在庫同期と受注の登録は続いています。",
    asked: () => "差異チェックの画面で「差異チェックを実行」を押し、失敗するときは理由を確認してください。",
  },
};

const en: Record<Cause, Words> = {
  smaregi_down: {
    title: "Smaregi can't be reached",
    byItself: (mode) =>
      mode === "assured"
        ? "As soon as it answers, all waiting orders are registered in their order, and stock is read again."
        : "It is asked until it answers. In standard mode, failed orders are not sent again by themselves.",
    asked: (mode) =>
      mode === "assured"
        ? "Nothing. You are told when it is over."
        : "Once Smaregi is back, press “Send all again” once. Nothing is registered twice.",
  },
  credentials: {
    title: "Smaregi refuses the credentials",
    byItself: () => "Stock and orders wait until they are right. No order is lost.",
    asked: () =>
      "Run the connection test, and see the client ID, its secret and the contract ID. Then press “Send all again”.",
  },
  scope_missing: {
    title: "The Smaregi app lacks a permission",
    byItself: () => "The call waits for the permission. No order is lost.",
    asked: () => "See the app's scopes at Smaregi Developers. Then press “Send all again”.",
  },
  contract_ended: {
    title: "The link with Smaregi has stopped",
    byItself: () => "While it is stopped, neither stock nor orders are linked.",
    asked: () => "See whether the app is still in use at Smaregi, and enable the connection again.",
  },
  store_gone: {
    title: "The Smaregi store can't be found",
    byItself: () => "Quantities are kept as they are.",
    asked: () => "See the store ID in the connection's settings.",
  },
  rate_limited: {
    title: "Smaregi's limit of calls is reached",
    byItself: () => "Calls go on at a slower pace.",
    asked: () => "If it lasts, see which other apps use the same contract.",
  },
  product_gone: {
    title: "Linked products are not in Smaregi",
    byItself: () => "Their quantities are 0.",
    asked: () => "See the products in the integration log, and mend their links.",
  },
  order_refused: {
    title: "Smaregi refused orders",
    byItself: () => "They are not sent again by themselves. They are kept here.",
    asked: () => "See the reason in the integration log, mend it, and press “Send all again”.",
  },
  order_behind: {
    title: "Orders differ from Smaregi",
    byItself: () => "Nothing is sent until somebody decides.",
    asked: () => "See the orders, and choose “Send all again” or “Mark as handled”.",
  },
  stock_mass_zero: {
    title: "Many quantities were about to become 0 at once",
    byItself: () => "They are kept as they are.",
    asked: () => "Choose on the top page: set them to 0, or keep them.",
  },
  stock_unread: {
    title: "The stock of some products can't be read",
    byItself: (mode) =>
      mode === "assured" ? "Reading goes on." : "In standard mode it is not read again by itself.",
    asked: () => "See the reason in the integration log, and press “Send all again”.",
  },
  webhook_silent: {
    title: "Smaregi sends no stock notifications",
    byItself: () => "Stock is read by a look every few minutes, later than usual.",
    asked: () => "See the notification URL and header at Smaregi Developers.",
  },
  delivery_failed: {
    title: "Notices or webhooks can't be delivered",
    byItself: () => "What did not arrive is kept, and can be sent again.",
    asked: () => "See the receivers in the notice settings.",
  },
  check_missed: {
    title: "No reconciliation has ended for two days",
    byItself: () => "It comes again by itself next night. Stock and orders go on.",
    asked: () => "Start one on the reconciliation page, and see the reason if it fails.",
  },
};

/** The texts of incidents, in both languages. */
export const incidentWords: Record<Language, Record<Cause, Words>> = { ja, en };

/** What waits for a press once Smaregi is back, in the standard mode. */
export const waitingWords: Record<
  Language,
  { title: string; said: string; byItself: string; asked: string }
> = {
  ja: {
    title: "送り直しを待っている受注があります",
    said: "スマレジにつながらない間に、登録できなかった受注があります。スマレジは復旧しています。",
    byItself: "標準モードのため、自動では送り直しません。受注は結びに残っています。",
    asked: "「まとめて送り直す」を1回押してください。二重には登録されません。",
  },
  en: {
    title: "Orders wait to be sent again",
    said: "Orders could not be registered while Smaregi was away. It answers again.",
    byItself: "In standard mode they are not sent again by themselves. They are kept here.",
    asked: "Press “Send all again” once. Nothing is registered twice.",
  },
};

/** Several incidents in one message. */
export const digestWords: Record<
  Language,
  {
    subject: (open: number, over: number) => string;
    open: string;
    over: string;
    since: (what: string, at: string) => string;
    toDo: string;
    asked: string;
    nothing: string;
  }
> = {
  ja: {
    subject: (open, over) => {
      const parts = [open > 0 ? `続いている障害${open}件` : "", over > 0 ? `復旧${over}件` : ""];
      return `[結び] お知らせのまとめ: ${parts.filter((part) => part !== "").join("、")}`;
    },
    open: "続いています",
    over: "復旧しました",
    since: (what, at) => `${what} ${at}から`,
    toDo: "お願いしたいこと",
    asked: "管理画面の「障害」で、続いている障害にお願いしたいことを確認してください。",
    nothing: "操作は要りません。",
  },
  en: {
    subject: (open, over) => {
      const parts = [open > 0 ? `${open} going on` : "", over > 0 ? `${over} over` : ""];
      return `[Musubi] Notices together: ${parts.filter((part) => part !== "").join(", ")}`;
    },
    open: "Going on",
    over: "Over",
    since: (what, at) => `${what}, since ${at}`,
    toDo: "To do",
    asked: "See under Incidents in the console what is to be done about each.",
    nothing: "Nothing.",
  },
};
