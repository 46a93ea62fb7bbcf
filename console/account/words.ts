import { dictionary } from "../../ui/language.tsx";

export const signInWords = dictionary({
  ja: {
    title: "ログイン",
    lead: "結びの管理画面",
    email: "メールアドレス",
    password: "パスワード",
    signIn: "ログイン",
    missing: "入力してください。",
    ended: "もう一度ログインしてください",
    endedLead:
      "ログインの有効期限が切れました。入力していた内容はそのまま残っています。ログインすると続きから操作できます。",
    linkLead: "ログイン用リンクが開かれました。次のアカウントでログインします。",
    instead: (name: string, shop: string) =>
      `いまは「${shop}」の${name}さんとしてログインしています。続けると、そちらはログアウトされます。`,
    useLink: "このアカウントでログイン",
    stay: "切り替えない",
    forgotten: "パスワードを忘れたときは、加盟店-管理者の方にログイン用リンクを発行してもらってください。",
  },
  en: {
    title: "Sign in",
    lead: "Console of Musubi",
    email: "Email address",
    password: "Password",
    signIn: "Sign in",
    missing: "Please fill this in.",
    ended: "Please sign in again",
    endedLead: "Your session has ended. What you entered is still here: sign in and go on where you were.",
    linkLead: "You opened a sign-in link. It signs you in to this account:",
    instead: (name: string, shop: string) =>
      `You are signed in as ${name} of ${shop} now. If you go on, you are signed out there.`,
    useLink: "Sign in to this account",
    stay: "Stay as you are",
    forgotten: "Forgot your password? An owner of the shop can make a sign-in link for you.",
  },
});

export const accountWords = dictionary({
  ja: {
    you: "ログイン中のアカウント",
    name: "名前",
    email: "メールアドレス",
    role: "権限",
    shop: "加盟店",
    may: {
      owner: "すべての操作ができます。",
      manager: "商品・受注の操作と、スマレジ連携の復旧ができます。連携設定とスタッフの管理はできません。",
      staff: "商品と受注の登録・編集ができます。商品の一括処理・削除、スマレジ連携の復旧、設定はできません。",
    },
    change: "名前・メールアドレス・権限は、加盟店-管理者が「スタッフ」で変更できます。",
    passwordTitle: "パスワード",
    setLead: "次からメールアドレスとパスワードでログインできるように、パスワードを決めてください。",
    current: "現在のパスワード",
    password: "新しいパスワード",
    passwordHint: "10文字以上",
    tooShort: "パスワードは10文字以上にしてください。",
    save: "パスワードを保存",
    ends: "保存すると、このアカウントでログイン中のほかの端末はログアウトされます。",
    saved: "パスワードを保存しました。",
  },
  en: {
    you: "Who is signed in",
    name: "Name",
    email: "Email address",
    role: "Role",
    shop: "Shop",
    may: {
      owner: "May do everything.",
      manager:
        "May work with products and orders and repair the link to Smaregi, but not change its settings or staff accounts.",
      staff:
        "May register and edit products and orders. No bulk files, no deleting of products, no repairs, no settings.",
    },
    change: "An owner can change name, address and role on the page “Staff”.",
    passwordTitle: "Password",
    setLead: "Choose a password, so that you can sign in with your email address the next time.",
    current: "Current password",
    password: "New password",
    passwordHint: "At least 10 letters",
    tooShort: "A password has at least 10 letters.",
    save: "Save the password",
    ends: "Other devices that are signed in to this account are signed out.",
    saved: "The password was saved.",
  },
});
