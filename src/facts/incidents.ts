import type { Language } from "./fact.ts";
import { incidentWords as words, type Cause, type Mode } from "./texts/incidents.ts";

export { causes, type Cause } from "./texts/incidents.ts";

/** What is told of an incident: counts of orders and variations are the most at once. */
export type IncidentTold = {
  cause: Cause;
  state: "open" | "closed";
  openedAt: Date;
  closedAt: Date | null;
  since: Date;
  orders: number;
  variations: number;
  mode: Mode;
};

/** An incident in words. */
export type Notice = { subject: string; lines: [label: string, text: string][] };

const times = {
  ja: new Intl.DateTimeFormat("ja-JP", { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Tokyo" }),
  en: new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Tokyo" }),
};

/** Returns what an incident is, in one line. */
export const incidentTitle = (cause: Cause, language: Language): string => words[language][cause].title;

/** What goes on by itself, and what people are asked to do. */
export function incidentAdvice(cause: Cause, mode: Mode, language: Language) {
  const { byItself, asked } = words[language][cause];
  return { byItself: byItself(mode), asked: asked(mode) };
}

/** The orders and products that an incident touched, in words; null: none. */
export function affectedText(
  { orders, variations }: { orders: number; variations: number },
  language: Language,
): string | null {
  const number = (value: number) => value.toLocaleString("en-US");
  const parts =
    language === "ja"
      ? [orders > 0 ? `受注${number(orders)}件` : "", variations > 0 ? `商品${number(variations)}点` : ""]
      : [
          orders > 0 ? `${number(orders)} ${orders === 1 ? "order" : "orders"}` : "",
          variations > 0 ? `${number(variations)} ${variations === 1 ? "product" : "products"}` : "",
        ];
  const some = parts.filter((part) => part !== "");
  return some.length === 0 ? null : some.join(language === "ja" ? "、" : ", ");
}

/** How long something lasted, in words. */
function lasted(ms: number, language: Language): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (language === "ja") return hours > 0 ? `${hours}時間${rest > 0 ? `${rest}分` : ""}` : `${minutes}分`;
  return hours > 0 ? `${hours} h${rest > 0 ? ` ${rest} min` : ""}` : `${minutes} min`;
}

/** What a trial of a channel says. */
export function tryNotice(language: Language): Notice {
  if (language === "ja")
    return {
      subject: "[結び] お知らせの試し送りです",
      lines: [
        ["内容", "この送り先にお知らせが届くことを確かめるために送りました。障害は起きていません。"],
        ["お願いしたいこと", "操作は要りません。"],
      ],
    };
  return {
    subject: "[Musubi] A trial notice",
    lines: [
      ["What", "This was sent to see whether notices arrive here. Nothing is wrong."],
      ["To do", "Nothing."],
    ],
  };
}

/** An incident as people are told of it: one subject without codes, and what, since when, whom, what next. */
export function noticeOf(told: IncidentTold, language: Language): Notice {
  const isJapanese = language === "ja";
  const title = incidentTitle(told.cause, language);
  const affected = affectedText(told, language);
  const at = times[language];
  const brand = isJapanese ? "[結び] " : "[Musubi] ";
  if (told.state === "closed" && told.closedAt !== null) {
    const long = lasted(told.closedAt.getTime() - told.since.getTime(), language);
    const subject = isJapanese ? `復旧しました: ${title} (${long})` : `Over: ${title} (${long})`;
    return {
      subject: brand + subject,
      lines: [
        [isJapanese ? "いつから" : "Since", at.format(told.since)],
        [isJapanese ? "いつまで" : "Until", at.format(told.closedAt)],
        ...(affected === null ? [] : ([[isJapanese ? "影響" : "Affected", affected]] as [string, string][])),
        [isJapanese ? "お願いしたいこと" : "To do", isJapanese ? "操作は要りません。" : "Nothing."],
      ],
    };
  }
  const { byItself, asked } = incidentAdvice(told.cause, told.mode, language);
  const inBrackets = affected === null ? "" : ` (${affected})`;
  return {
    subject: brand + title + inBrackets,
    lines: [
      [isJapanese ? "何が起きたか" : "What", title],
      [isJapanese ? "いつから" : "Since", at.format(told.since)],
      ...(affected === null ? [] : ([[isJapanese ? "影響" : "Affected", affected]] as [string, string][])),
      [isJapanese ? "自動で行うこと" : "By itself", byItself],
      [isJapanese ? "お願いしたいこと" : "To do", asked],
    ],
  };
}
