import type { Language } from "./fact.ts";
import { noticeTimes, type Notice } from "./incidents.ts";

/** The content of a mail to people about their own account. */
export type AccountMail = {
  kind: "invitation" | "link" | "lockedOut";
  name: string;
  merchantName: string;
  at: Date;
};

/** The text of a mail about an account; its link is below. */
export function accountMail({ kind, name, merchantName, at }: AccountMail, language: Language): Notice {
  const when = noticeTimes[language].format(at);
  if (language === "ja")
    switch (kind) {
      case "invitation":
        return {
          subject: `[結び] ${merchantName}の管理画面に招待されました`,
          lines: [
            ["お名前", `${name} さん`],
            ["内容", `${merchantName}の管理画面にログインできるようになりました。`],
            ["お願いしたいこと", "下のリンクを開いて、パスワードを決めてください。7日間、1回だけ使えます。"],
            ["心当たりがないとき", "このメールは破棄してください。開かなければ、何も起きません。"],
          ],
        };
      case "link":
        return {
          subject: `[結び] ${merchantName}のログイン用リンク`,
          lines: [
            ["お名前", `${name} さん`],
            ["内容", "新しいログイン用リンクが発行されました。以前のリンクは使えなくなりました。"],
            [
              "お願いしたいこと",
              "下のリンクを開くとログインでき、パスワードを決め直せます。7日間、1回だけ使えます。",
            ],
            ["心当たりがないとき", `${merchantName}の加盟店-管理者に確認してください。`],
          ],
        };
      case "lockedOut":
        return {
          subject: `[結び] ${merchantName}へのログインを一時的に止めました`,
          lines: [
            ["お名前", `${name} さん`],
            ["いつ", when],
            [
              "何が起きたか",
              "誤ったパスワードが続けて入力されたため、その接続元からのログインを一時的に止めました。",
            ],
            ["自動で行うこと", "約15分後に、またログインできるようになります。"],
            [
              "お願いしたいこと",
              "ご自身のときは、しばらく待ってからお試しください。パスワードを忘れたときは、加盟店-管理者にログイン用リンクの発行を頼んでください。心当たりがないときも、加盟店-管理者に知らせてください。",
            ],
          ],
        };
    }
  switch (kind) {
    case "invitation":
      return {
        subject: `[Musubi] You are invited to the console of ${merchantName}`,
        lines: [
          ["Name", name],
          ["What", `You can sign in to the console of ${merchantName} from now on.`],
          ["To do", "Open the link below and choose a password. It works once, within 7 days."],
          [
            "If you expected no invitation",
            "Leave this mail alone. Unless the link is opened, nothing happens.",
          ],
        ],
      };
    case "link":
      return {
        subject: `[Musubi] Your sign-in link for ${merchantName}`,
        lines: [
          ["Name", name],
          ["What", "A new sign-in link was made. Earlier ones work no more."],
          [
            "To do",
            "The link below signs you in and lets you choose a new password. It works once, within 7 days.",
          ],
          ["If you expected no link", `Ask an owner of ${merchantName}.`],
        ],
      };
    case "lockedOut":
      return {
        subject: `[Musubi] Sign-in to ${merchantName} is closed for a while`,
        lines: [
          ["Name", name],
          ["When", when],
          [
            "What",
            "Wrong passwords came one after the other, so that nobody can sign in from there for a while.",
          ],
          ["By itself", "After about 15 minutes it is open again."],
          [
            "To do",
            "If it was you, try again later. Ask an owner for a sign-in link if you forgot the password, and tell them if it was not you.",
          ],
        ],
      };
  }
}
