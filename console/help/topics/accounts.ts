import type { Topic } from "../topic.ts";

export const accounts: Topic = {
  ja: {
    lead: "だれが何をできるか、ログインできなくなったときにどうするかです。",
    parts: [
      {
        title: "3つの権限",
        says: [],
        points: [
          "加盟店-管理者: すべての操作。スマレジ連携設定、スタッフ、APIキーの管理を含みます。",
          "店舗責任者: 商品・受注の操作、商品の一括処理・削除、スマレジ連携の復旧。設定とスタッフの管理はできません。",
          "カート専任者: カートの日々の業務を担当する人。商品と受注の登録・編集ができます。商品の一括処理・削除、スマレジ連携の復旧、設定はできません。",
        ],
      },
      {
        title: "スタッフを追加する",
        says: [
          "店舗設定の「スタッフ」で追加し、ログイン用リンクを本人に渡します。リンクは7日間、1回だけ使えます。開くとパスワードを決められます。",
        ],
      },
      {
        title: "パスワードを忘れたとき",
        says: [
          "加盟店-管理者に、新しいログイン用リンクを発行してもらってください。誤ったパスワードが続くと、約15分間ログインできなくなります。",
        ],
      },
      {
        title: "2段階認証",
        says: [
          "パスワードに加えて、スマートフォンの認証アプリのコードを確認します。「アカウント」で設定できます。スマートフォンをなくしたときは回復コードでログインし、回復コードもないときは、加盟店-管理者が「スタッフ」で解除できます。",
        ],
      },
      {
        title: "監査ログ",
        says: [
          "ログイン、スタッフや設定の変更、データのダウンロードなどの操作者と日時が残ります。見られるのは加盟店-管理者だけで、変更も削除もできません。",
        ],
      },
    ],
  },
  en: {
    lead: "Who may do what, and what to do if you can't sign in.",
    parts: [
      {
        title: "Three roles",
        says: [],
        points: [
          "Owner: everything, also the connection, staff accounts and API keys.",
          "Store manager: products and orders, bulk files and deleting, repairs of the link to Smaregi. No settings, no staff accounts.",
          "Staff: the daily work in the cart. Registering and editing products and orders. No bulk files, no deleting, no repairs, no settings.",
        ],
      },
      {
        title: "Adding an account",
        says: [
          "Add it on the page “Staff” and hand over the sign-in link. It works once, within 7 days, and lets them choose a password.",
        ],
      },
      {
        title: "If you forgot your password",
        says: [
          "Ask an owner for a new sign-in link. After several wrong passwords you can't sign in for about 15 minutes.",
        ],
      },
      {
        title: "Second step",
        says: [
          "Signing in then takes a code of an app on your phone as well. Set it up under “Account”. If you lose the phone, use a recovery code. Without one, an owner can take the second step away on the page “Staff”.",
        ],
      },
      {
        title: "Audit log",
        says: [
          "It keeps who signed in, changed staff or settings or downloaded data, and when. Only owners see it, and nobody can change or delete it.",
        ],
      },
    ],
  },
};
