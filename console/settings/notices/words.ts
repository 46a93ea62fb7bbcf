import type { Answered } from "../../../src/http/api-types.ts";
import { dictionary } from "../../../ui/language.tsx";

/** The answer for a person: an HTTP status, or the mail server's own words. */
const saidOf = ({ status, error }: Answered): string | undefined =>
  error ?? (status === undefined ? undefined : `HTTP ${status}`);

export const noticeWords = dictionary({
  ja: {
    lead: "障害が起きたときと解決したときに、だれに、どの方法でお知らせするかを設定します。",
    mayNot: "お知らせを設定できるのは、加盟店-管理者です。",
    add: "送り先を追加",
    editTitle: "送り先の編集",
    empty: "送り先がありません。追加すると、障害をメールやチャットでお知らせします。",
    kind: "送る方法",
    to: {
      mail: "メールアドレス",
      slack: "Webhook URL",
      chatwork: "ルームID",
      discord: "Webhook URL",
      googleChat: "Webhook URL",
      lineWorks: "Webhook URL",
      webhook: "URL",
    },
    hint: {
      mail: "例: tencho@example.jp",
      slack: "Slackの「アプリ」で Incoming Webhooks を追加し、表示されたURLをコピーします。",
      chatwork: "ルームを開いたときのアドレスの、#!rid に続く数字です。",
      discord: "チャンネルの編集 > 連携サービス > ウェブフックで「ウェブフックURLをコピー」を選びます。",
      googleChat: "スペースの設定 > アプリと統合 > Webhook で追加し、URLをコピーします。",
      lineWorks: "トークルームに Incoming Webhook アプリを追加し、表示されたURLをコピーします。",
      webhook: "https:// で始まる、自社システムのURLです。Standard Webhooks の形式で送ります。",
    },
    secret: { chatwork: "APIトークン", webhook: "署名の秘密鍵(任意)" },
    secretHint: {
      chatwork: "Chatworkの サービス連携 > APIトークン で発行したものです。",
      webhook: "whsec_ で始まる文字列です。空欄のときは署名を付けません。",
    },
    toMissing: "入力してください。",
    eventsMissing: "1つ以上選んでください。",
    events: "お知らせする内容",
    event: { "incident.opened": "障害が起きたとき", "incident.closed": "障害が解決したとき" } as Record<
      string,
      string
    >,
    quiet: "通知しない時間帯を設定する",
    quietHint:
      "この時間帯は送らず、終わってからまとめてお知らせします。販売が止まる障害は、すぐにお知らせします。",
    from: "開始",
    until: "終了",
    quietFrom: (from: string, until: string) => `${from}から${until}は送りません`,
    noMail: "メールサーバーが設定されていないため、メールは送られません。システムの管理者にご連絡ください。",
    state: "状態",
    actions: "操作",
    try: "テスト送信",
    tryNamed: (name: string) => `${name}にテスト送信`,
    answered: (answer: Answered, took: string) =>
      answer.ok
        ? `送信できました(${[saidOf(answer), took].filter(Boolean).join("、")})。届いているか確認してください。`
        : `送信できませんでした: ${saidOf(answer) ?? ""}`,
    edit: "編集",
    editNamed: (name: string) => `${name}を編集`,
    remove: "削除",
    removeNamed: (name: string) => `${name}を削除`,
    removeTitle: (name: string) => `${name}を削除しますか?`,
    removeSays: "この送り先には、これから何も送られません。",
    removeDoes: "削除する",
    saved: "お知らせの設定を保存しました。",
  },
  en: {
    lead: "Who is told, and where, when an incident begins and when it is over.",
    mayNot: "Only an owner can set up notices.",
    add: "Add a receiver",
    editTitle: "Edit the receiver",
    empty: "There are no receivers. Add one to be told of incidents by mail or chat.",
    kind: "How",
    to: {
      mail: "Mail address",
      slack: "Webhook URL",
      chatwork: "Room ID",
      discord: "Webhook URL",
      googleChat: "Webhook URL",
      lineWorks: "Webhook URL",
      webhook: "URL",
    },
    hint: {
      mail: "Such as shop@example.jp",
      slack: "Add Incoming Webhooks under Apps in Slack, and copy the URL that it shows.",
      chatwork: "The number after #!rid in the address of the open room.",
      discord: "Edit channel > Integrations > Webhooks > Copy Webhook URL.",
      googleChat: "Space settings > Apps & integrations > Webhooks: add one, and copy its URL.",
      lineWorks: "Add the Incoming Webhook app to the talk room, and copy the URL that it shows.",
      webhook: "A URL of your own system that begins with https://. Sent in the form of Standard Webhooks.",
    },
    secret: { chatwork: "API token", webhook: "Signing secret (optional)" },
    secretHint: {
      chatwork: "Made in Chatwork under Service integration > API token.",
      webhook: "It begins with whsec_. Left empty, nothing is signed.",
    },
    toMissing: "Please fill this in.",
    eventsMissing: "Please choose at least one.",
    events: "Told of",
    event: { "incident.opened": "An incident that begins", "incident.closed": "An incident that is over" },
    quiet: "Quiet hours",
    quietHint:
      "Nothing is sent in these hours, but afterwards. What stops the shop from selling is told at once.",
    from: "From",
    until: "Until",
    quietFrom: (from, until) => `Quiet from ${from} until ${until}`,
    noMail: "No mail server is set up, so no mail is sent. Please ask whoever runs this system.",
    state: "State",
    actions: "Actions",
    try: "Send a test",
    tryNamed: (name) => `Send a test to ${name}`,
    answered: (answer, took) =>
      answer.ok
        ? `Sent (${[saidOf(answer), took].filter(Boolean).join(", ")}). Please see whether it arrived.`
        : `Not sent: ${saidOf(answer) ?? ""}`,
    edit: "Edit",
    editNamed: (name) => `Edit ${name}`,
    remove: "Delete",
    removeNamed: (name) => `Delete ${name}`,
    removeTitle: (name) => `Delete ${name}?`,
    removeSays: "Nothing is sent to it any more.",
    removeDoes: "Delete",
    saved: "The notice settings were saved.",
  },
});
