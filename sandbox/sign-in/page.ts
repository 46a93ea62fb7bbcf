import type { Answer } from "../answer.ts";

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0)};`);

const page = (status: number, title: string, body: string): Answer => ({
  status,
  type: "text/html",
  headers: {
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'none'; style-src 'self'; font-src 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  },
  body: `<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} — 練習用スマレジ</title>
<link rel="stylesheet" href="/till/font/index.css">
<link rel="stylesheet" href="/till/sign-in.css">
</head>
<body><main>${body}</main></body>
</html>`,
});

const button = (press: string, ja: string, en: string, kind = ""): string =>
  `<button name="press" value="${press}"${kind === "" ? "" : ` class="${kind}"`}>${ja} <small lang="en">${en}</small></button>`;

/** The sign-in page of the local Smaregi: no one has a password here, one press is enough. */
export function signInPage(contracts: string[], clientId: string, query: URLSearchParams): Answer {
  const options = contracts.map((id) => `<option>${escaped(id)}</option>`).join("");
  return page(
    200,
    "スマレジでログイン",
    `<h1>スマレジでログイン</h1>
<p>練習用スマレジのログイン画面です。パスワードはありません。押した人としてログインし、アプリ「${escaped(clientId)}」に、契約IDとお名前を知らせます。</p>
<form method="post" action="/authorize?${escaped(query.toString())}">
<label>契約ID <small lang="en">Contract</small> <select name="contract">${options}</select></label>
<div class="presses">
${button("owner", "契約の管理者としてログイン", "Sign in as the owner", "main")}
${button("clerk", "スタッフとしてログイン", "as a clerk, not the owner")}
${button("refuse", "許可しない", "Refuse")}
</div>
<details><summary>障害の練習 <small lang="en">Faults</small></summary><div class="presses">
${button("wrongContract", "別の契約でログイン", "another contract")}
${button("late", "期限が切れたコードで戻る", "a code that is too old")}
${button("reusedCode", "使用済みのコードで戻る", "a code that was used")}
</div></details>
</form>`,
  );
}

/** Says what is wrong with the request, on this page, because the address to go back to can't be trusted. */
export const wrongPage = (what: string): Answer =>
  page(400, "ログインできません", `<h1>ログインできません</h1><p>${escaped(what)}</p>`);
