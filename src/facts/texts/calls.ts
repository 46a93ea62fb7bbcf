import type { CallData, Texts } from "../fact.ts";

export const callTexts: Texts<CallData> = {
  smaregiSaid: { ja: ({ said }) => said, en: ({ said }) => said },
  foreignAnswer: {
    ja: ({ said }) => `スマレジの形式ではない応答がありました: ${said}`,
    en: ({ said }) => `An answer came that is not in Smaregi's form: ${said}`,
  },
  unreachable: {
    ja: ({ code }) => `スマレジに接続できません(${code})。`,
    en: ({ code }) => `Smaregi can't be reached (${code}).`,
  },
  timedOut: {
    ja: ({ seconds }) => `スマレジの応答が${seconds}秒以内にありませんでした。`,
    en: ({ seconds }) => `Smaregi did not answer within ${seconds} seconds.`,
  },
  dropped: {
    ja: ({ code }) => `スマレジとの通信が途中で切れました(${code})。`,
    en: ({ code }) => `The connection to Smaregi broke on the way (${code}).`,
  },
  unreadable: {
    ja: ({ said }) => `スマレジの応答を読み取れませんでした(${said})。`,
    en: ({ said }) => `Smaregi's answer could not be read (${said}).`,
  },
  oddRow: {
    ja: ({ id, field, value }) => {
      const shown = field === "" ? value : `${field}=${value ?? "なし"}`;
      return id === null
        ? `スマレジの応答のうち1行を読み取れませんでした(${shown})。`
        : `スマレジの応答のうちID ${id} の行を読み取れませんでした(${shown})。`;
    },
    en: ({ id, field, value }) => {
      const shown = field === "" ? value : `${field}=${value ?? "none"}`;
      return id === null
        ? `A row of Smaregi's answer could not be read (${shown}).`
        : `The row of ID ${id} in Smaregi's answer could not be read (${shown}).`;
    },
  },
  withdrawn: {
    ja: () => "送信を待つ間に引き継がれたため、送信していません。",
    en: () => "It was taken over before it went out, and not sent.",
  },
  badTransaction: {
    ja: ({ fault }) => `取引の内容が正しくないため、スマレジに送信していません(${fault})。`,
    en: ({ fault }) => `The transaction is not right, so it was not sent to Smaregi (${fault}).`,
  },
  endlessList: {
    ja: () => "スマレジの一覧に終わりがありませんでした。",
    en: () => "Smaregi's list did not end.",
  },
  noCredentials: {
    ja: () => "スマレジのクライアントIDとシークレットが設定されていません。",
    en: () => "The client ID and secret for Smaregi are not set.",
  },
  tokenRefused: {
    ja: ({ said }) => `契約ID、またはクライアントIDとシークレットをスマレジが受け付けませんでした(${said})。`,
    en: ({ said }) => `Smaregi did not accept the contract ID, or the client ID and secret (${said}).`,
  },
  tokenTooMany: {
    ja: ({ said }) => `スマレジへの呼び出しが多すぎるため、トークンを取得できませんでした(${said})。`,
    en: ({ said }) => `There were too many calls to Smaregi to get a token (${said}).`,
  },
  tokenUnreadable: {
    ja: ({ status }) => `HTTP ${status}: トークンの応答を読み取れませんでした。`,
    en: ({ status }) => `HTTP ${status}: the answer with the token could not be read.`,
  },
  maintenance: {
    ja: () => "スマレジがメンテナンス中です(503)。",
    en: () => "Smaregi is in maintenance (503).",
  },
  silent: { ja: () => "スマレジから応答がありません。", en: () => "Smaregi does not answer." },
};
