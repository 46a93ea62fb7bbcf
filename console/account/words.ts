import { dictionary } from "../../ui/language.tsx";

export const signInWords = dictionary({
  ja: {
    title: "ログイン",
    lead: "結びの管理画面",
    email: "メールアドレス",
    password: "パスワード",
    signIn: "ログイン",
    ended: "もう一度ログインしてください",
    forgotten: "パスワードを忘れたときは、加盟店-管理者の方にログイン用リンクを発行してもらってください。",
  },
  en: {
    title: "Sign in",
    lead: "Console of Musubi",
    email: "Email address",
    password: "Password",
    signIn: "Sign in",
    ended: "Please sign in again",
    forgotten: "Forgot your password? An owner of the shop can make a sign-in link for you.",
  },
});
