import type { Language } from "./fact.ts";
import { incidentWords as words, waitingWords, type Cause, type Mode } from "./texts/incidents.ts";

export { causes, type Cause } from "./texts/incidents.ts";

/** What a message about an incident is made from; the counts of orders and variations are the highest at one time. */
export type IncidentTold = {
  cause: Cause;
  state: "open" | "closed";
  openedAt: Date;
  closedAt: Date | null;
  since: Date;
  orders: number;
  variations: number;
  mode: Mode;
  /** Smaregi answers again: what failed waits for a press. */
  isBack: boolean;
  /** It was reported before, and continues. */
  isAgain: boolean;
  /** The first of the orders that wait. */
  orderNumbers: string[];
};

/** An incident in words. */
export type Notice = { subject: string; lines: [label: string, text: string][] };

/** How notices write dates and times. */
export const noticeTimes = {
  ja: new Intl.DateTimeFormat("ja-JP", { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Tokyo" }),
  en: new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Tokyo" }),
};

/** Returns a title for an incident, in one line. */
export const incidentTitle = (cause: Cause, language: Language): string => words[language][cause].title;

/** What happens automatically, and what people should do. */
export function incidentAdvice(cause: Cause, mode: Mode, language: Language) {
  const { byItself, asked } = words[language][cause];
  return { byItself: byItself(mode), asked: asked(mode) };
}

/** The orders and products that an incident affected, as text; null if there are none. */
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

/**
 * True in the standard mode if Smaregi is back and what failed waits: this is reported instead of the original failure.
 */
const waitsForPress = ({ cause, mode, isBack, orders, state }: IncidentTold): boolean =>
  state === "open" && cause === "smaregi_down" && mode === "standard" && isBack && orders > 0;

/** What an open incident is now, in one line, with what happens automatically and what people should do. */
export function adviceOf(told: IncidentTold, language: Language) {
  if (waitsForPress(told)) return waitingWords[language];
  return {
    title: incidentTitle(told.cause, language),
    ...incidentAdvice(told.cause, told.mode, language),
  };
}

/** The numbers of the first orders, and how many more there are; null if none is known. */
function ordersText({ orderNumbers, orders }: IncidentTold, language: Language): string | null {
  if (orderNumbers.length === 0) return null;
  const more = orders - orderNumbers.length;
  if (language === "ja")
    return orderNumbers.join("、") + (more > 0 ? ` ほか${more.toLocaleString("en-US")}件` : "");
  return orderNumbers.join(", ") + (more > 0 ? ` and ${more.toLocaleString("en-US")} more` : "");
}

/** A duration as text. */
function lasted(ms: number, language: Language): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (language === "ja") return hours > 0 ? `${hours}時間${rest > 0 ? `${rest}分` : ""}` : `${minutes}分`;
  return hours > 0 ? `${hours} h${rest > 0 ? ` ${rest} min` : ""}` : `${minutes} min`;
}

/**
 * The notice of an incident: a subject without codes, and lines for what happened, since when, who is affected and what
 * comes next.
 */
export function noticeOf(told: IncidentTold, language: Language): Notice {
  const isJapanese = language === "ja";
  const title = incidentTitle(told.cause, language);
  const affected = affectedText(told, language);
  const at = noticeTimes[language];
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
  const inBrackets = affected === null ? "" : ` (${affected})`;
  const isWaiting = waitsForPress(told);
  const { title: what, byItself, asked } = adviceOf(told, language);
  const again = isJapanese ? "まだ続いています: " : "Still going on: ";
  const orders = ordersText(told, language);
  return {
    subject: brand + (told.isAgain && !isWaiting ? again : "") + what + inBrackets,
    lines: [
      [isJapanese ? "何が起きたか" : "What", isWaiting ? waitingWords[language].said : what],
      [isJapanese ? "いつから" : "Since", at.format(told.since)],
      ...(affected === null ? [] : ([[isJapanese ? "影響" : "Affected", affected]] as [string, string][])),
      ...(orders === null ? [] : ([[isJapanese ? "受注番号" : "Orders", orders]] as [string, string][])),
      [isJapanese ? "自動で行うこと" : "By itself", byItself],
      [isJapanese ? "お願いしたいこと" : "To do", asked],
    ],
  };
}
