import type { CallData, Fact, LinkData, Texts } from "../fact.ts";

type Words = { ja: string; en: string };

const byStatus: Record<number, Words> = {
  401: { ja: "スマレジの認証に失敗しました。", en: "Smaregi did not accept the credentials." },
  403: { ja: "スマレジのアプリに権限がありません。", en: "The app has no permission for it in Smaregi." },
  404: { ja: "スマレジに見つかりませんでした。", en: "Smaregi does not have it." },
  429: {
    ja: "スマレジへのアクセスが集中しているため、受け付けられませんでした。",
    en: "There were too many calls to Smaregi at once.",
  },
  503: { ja: "スマレジがメンテナンス中か、混み合っています。", en: "Smaregi is in maintenance, or busy." },
};
const refused: Words = {
  ja: "スマレジが内容を受け付けませんでした。",
  en: "Smaregi did not accept what was sent.",
};
const broken: Words = { ja: "スマレジでエラーが起きました。", en: "Something went wrong in Smaregi." };

/** The meaning of Smaregi's answer, by its status; its own words are for people who want the details. */
function meaning(said: string): Words {
  const status = Number(/^HTTP (\d{3})/.exec(said)?.[1] ?? 400);
  return byStatus[status] ?? (status >= 500 ? broken : refused);
}

type Plain = Pick<
  CallData,
  | "smaregiSaid"
  | "foreignAnswer"
  | "unreachable"
  | "dropped"
  | "unreadable"
  | "badTransaction"
  | "tokenRefused"
  | "tokenTooMany"
  | "tokenUnreadable"
  | "maintenance"
> &
  Pick<LinkData, "notLooked">;

/** The kinds that have a simpler text here, without codes and answers. */
export const plainTexts: Texts<Plain> = {
  smaregiSaid: { ja: ({ said }) => meaning(said).ja, en: ({ said }) => meaning(said).en },
  foreignAnswer: {
    ja: () => "スマレジからの応答ではない可能性があるため、結果がわかりません。",
    en: () => "The answer may not have come from Smaregi, so the result is unknown.",
  },
  unreachable: { ja: () => "スマレジに接続できません。", en: () => "Smaregi can't be reached." },
  dropped: {
    ja: () => "スマレジとの通信が途中で切れました。",
    en: () => "The connection to Smaregi broke on the way.",
  },
  unreadable: {
    ja: () => "スマレジの応答を読み取れませんでした。",
    en: () => "Smaregi's answer could not be read.",
  },
  badTransaction: {
    ja: () => "取引の内容が正しくないため、スマレジに送信していません。",
    en: () => "The transaction is not right, so it was not sent to Smaregi.",
  },
  tokenRefused: {
    ja: () => "契約ID、またはクライアントIDとシークレットをスマレジが受け付けませんでした。",
    en: () => "Smaregi did not accept the contract ID, or the client ID and secret.",
  },
  tokenTooMany: {
    ja: () => "スマレジへのアクセスが集中しているため、認証できませんでした。",
    en: () => "There were too many calls to Smaregi, so it could not be signed in to.",
  },
  tokenUnreadable: {
    ja: () => "スマレジの認証の応答を読み取れませんでした。",
    en: () => "Smaregi's answer to the sign-in could not be read.",
  },
  maintenance: { ja: () => "スマレジがメンテナンス中です。", en: () => "Smaregi is in maintenance." },
  notLooked: {
    ja: ({ reason }, say) => {
      const why = say(reason);
      return why === ""
        ? "登録・取消の結果も確認できませんでした。"
        : `登録・取消の結果を確認できませんでした: ${why}`;
    },
    en: ({ reason }, say) => {
      const why = say(reason);
      return `What became of it could not be looked up${why === "" ? "." : `: ${why}`}`;
    },
  },
};

/** The original answer in one fact; null if the plain words hide nothing. */
export function answerOf(fact: Fact): string | null {
  switch (fact.kind) {
    case "smaregiSaid":
    case "foreignAnswer":
    case "unreadable":
    case "tokenRefused":
    case "tokenTooMany":
      return fact.data.said;
    case "unreachable":
    case "dropped":
      return fact.data.code;
    case "badTransaction":
      return fact.data.fault;
    case "tokenUnreadable":
      return `HTTP ${fact.data.status}`;
    default:
      return null;
  }
}

/** A fact and the facts nested in it, in their order. */
export function withinFact(fact: Fact): Fact[] {
  const { facts, reasons, reason } = fact.data as { facts?: Fact[]; reasons?: Fact[]; reason?: Fact };
  const inner = [...(facts ?? []), ...(reasons ?? []), ...(reason === undefined ? [] : [reason])];
  return [fact, ...inner.flatMap(withinFact)];
}
