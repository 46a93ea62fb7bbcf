import type { Topic } from "../topic.ts";

export const connection: Topic = {
  ja: {
    lead: "連携に必要なもの、契約の確認、標準モードと保証モードの違いです。",
    parts: [
      {
        title: "必要なもの",
        says: [
          "スマレジのスタンダードプラン以上と、1つの契約・店舗・端末です。端末は、このショップ専用のものをおすすめします。スマレジの分析で、ショップの売上を端末で絞り込めます。",
        ],
      },
      {
        title: "契約の確認",
        says: ["スマレジの契約は、このショップのものと確認できてから使えます。次のどれか1つで十分です。"],
        points: [
          "スマレジでログイン: 契約の管理者としてスマレジにログインします。",
          "自社のアプリ: スマレジ・デベロッパーズで作り、この契約で有効にしたアプリの情報を入力します。",
          "運営者の許可: 加盟店番号と契約IDを伝えて依頼します。",
        ],
      },
      {
        title: "接続テスト",
        says: [
          "認証情報、アプリの権限、店舗、端末、在庫の取得、紐づけた商品を確かめます。何も変更しません。有効にする前と、設定を変えたあとに実行してください。",
        ],
      },
      {
        title: "標準モードと保証モード",
        says: [],
        points: [
          "標準モード: 失敗した連携を自動では繰り返しません。スマレジ連携ログを見て、送り直すか、手作業で直します。",
          "保証モード: 失敗した連携を、スマレジが受け付けるまで順番どおりに自動で送り直します。二重には登録しません。",
        ],
      },
      {
        title: "支払方法の連携",
        says: [
          "受注はクレジットとして登録します。現金や、スマレジの支払方法として登録したいものは、スマレジ連携設定の「支払方法の連携」で対応させてください。「スマレジの支払方法を読み込む」を押すと、名前で選べます。スマレジにない支払方法IDの受注は登録に失敗するため、直してから送り直します。",
        ],
      },
      {
        title: "無効にしている間",
        says: [
          "在庫の同期も、取引の登録・取消も行いません。その間に受けた受注や変更した受注は、有効にしたあと、加盟店TOPからまとめて送れます(保証モードでは、有効のときに受けた受注の変更は自動で送ります)。",
        ],
      },
    ],
  },
  en: {
    lead: "What is needed, how a contract is proven, and the two modes.",
    parts: [
      {
        title: "What is needed",
        says: [
          "Smaregi's Standard plan or above, and one contract, store and terminal. A terminal for this shop alone is best: Smaregi's analytics can filter the shop's sales by it.",
        ],
      },
      {
        title: "Proof of the contract",
        says: ["A contract can be used once it is shown to be this shop's. One of these is enough."],
        points: [
          "Sign in with Smaregi, as the owner of the contract.",
          "An app of your own, made at Smaregi Developers and activated for this contract.",
          "The operator's word: tell them your merchant number and contract ID.",
        ],
      },
      {
        title: "Connection test",
        says: [
          "It looks at credentials, the app's rights, store, terminal, stock and linked products, and changes nothing. Run it before you switch the link on, and after a change.",
        ],
      },
      {
        title: "Standard and assured mode",
        says: [],
        points: [
          "Standard mode: failed calls are not repeated. You read the Smaregi log and send them again, or put things right by hand.",
          "Assured mode: failed calls are repeated in their order until Smaregi takes them. Nothing is registered twice.",
        ],
      },
      {
        title: "Payment methods",
        says: [
          "Orders are registered as credit. What is to be registered as cash, or by one of Smaregi's payment methods, is set under “Payment methods” in the Smaregi connection, where Smaregi's can be read and chosen by name. With an ID that Smaregi does not have an order fails: correct it, then send it again.",
        ],
      },
      {
        title: "While it is off",
        says: [
          "Nothing is synced, registered or cancelled. Orders that were taken or changed meanwhile can be sent together from the top page once it is on again. In assured mode, changes of orders that were taken while it was on go by themselves.",
        ],
      },
    ],
  },
};
