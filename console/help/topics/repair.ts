import type { Topic } from "../topic.ts";

export const repair: Topic = {
  ja: {
    lead: "スマレジとの連携に失敗したとき、スマレジと数が違うときに、することです。",
    parts: [
      {
        title: "スマレジ連携ログ",
        says: [
          "在庫一覧取得、取引情報登録、取引情報削除(取消)の失敗が、原因と対処とともに残ります。同じ受注・商品が続けて失敗したときは1件にまとまり、それぞれの時刻を「試行」で確認できます。最新の失敗は加盟店TOPに表示します。",
        ],
      },
      {
        title: "「送り直す」と「対応済みにする」",
        says: [],
        points: [
          "送り直す: 先にスマレジの状態を確認してから送るので、二重には登録されません。うまくいくと自動で復旧済みになります。",
          "対応済みにする: スマレジとカートの両方を手作業で直したときに使います。その失敗は、もう送り直せません。",
        ],
      },
      {
        title: "まとめて送り直す",
        says: [
          "スマレジのメンテナンスなど、同じ原因の失敗は1つの障害にまとまります。障害の画面の「まとめて送り直す」を1回押すと、すべて送り直します。保証モードでは自動で送り直すため、操作は不要です。",
        ],
      },
      {
        title: "差異チェック",
        says: [
          "在庫数と受注をすべてスマレジと照合し、違いを原因ごとに示します。毎晩自動でも行います。届かなかった通知による違いは自動で直り、そのほかはボタンで直せます。",
        ],
      },
      {
        title: "多くの商品が一度に0になりそうなとき",
        says: [
          "店舗IDの間違いなどで在庫がすべて0になるのを防ぐため、在庫数をそのままにして加盟店TOPで確認します。契約ID・店舗IDとスマレジの商品を確かめてから回答してください。",
        ],
      },
    ],
  },
  en: {
    lead: "What to do when a call to Smaregi failed, or when numbers differ.",
    parts: [
      {
        title: "The Smaregi log",
        says: [
          "It keeps failed calls (stock list, transaction registration, transaction cancellation) with their cause and what to do. Several failures in a row of the same order or product are one entry, with the time of each attempt. The newest failure is shown on the top page.",
        ],
      },
      {
        title: "“Send again” and “Mark as handled”",
        says: [],
        points: [
          "Send again: how it stands in Smaregi is looked at first, so nothing is registered twice. Once it went through, the entry is repaired by itself.",
          "Mark as handled: for what you have put right by hand, in Smaregi and here. It can't be sent again from then on.",
        ],
      },
      {
        title: "Sending all again",
        says: [
          "Failures of one cause, such as maintenance, are one incident. “Send all again” on its page sends all of them by one press. In assured mode they are sent again by themselves.",
        ],
      },
      {
        title: "Reconciliation",
        says: [
          "It compares every quantity and every order with Smaregi and lists the differences by cause. It also runs every night. Differences by a lost notification are put right by themselves, others by a button.",
        ],
      },
      {
        title: "When many quantities would become 0 at once",
        says: [
          "So that a wrong store ID does not set the whole shop to 0, the quantities are kept and the top page asks you. Check the contract ID, the store ID and Smaregi's products before you answer.",
        ],
      },
    ],
  },
};
