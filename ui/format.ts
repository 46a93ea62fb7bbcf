import { useLanguage, type Language } from "./language.tsx";

const locale = (language: Language): string => (language === "ja" ? "ja-JP" : "en-GB");
const timeZone = "Asia/Tokyo";

// Made only once: each of them costs more than a whole card of the shop's list, and every card would make its own.
const made: { [language in Language]?: ReturnType<typeof make> } = {};

/** Formats numbers, yen and times. Times are Japan's, wherever the reader is. */
export const formats = (language: Language) => (made[language] ??= make(language));

/** Formats a count inside a sentence; it is the same in both languages. */
export const many = (count: number): string => formats("ja").number(count);

function make(language: Language) {
  const at = locale(language);
  const number = new Intl.NumberFormat(at);
  const signed = new Intl.NumberFormat(at, { signDisplay: "exceptZero" });
  // In English the month is a word: readers understand 04/05/2026 differently, and date fields use the browser's own order.
  const month = language === "ja" ? "2-digit" : "short";
  const moment = new Intl.DateTimeFormat(at, {
    timeZone,
    year: "numeric",
    month,
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const day = new Intl.DateTimeFormat(at, { timeZone, year: "numeric", month, day: "2-digit" });
  const clock = new Intl.DateTimeFormat(at, { timeZone, hour: "2-digit", minute: "2-digit" });
  return {
    number: (value: number) => number.format(value),
    /** For a count that stops at a thousand. */
    counted: (value: number) => (value >= 1_000 ? "999+" : number.format(value)),
    /** With its sign: +3, -2, 0. */
    signed: (value: number) => signed.format(value),
    yen: (value: number) => (language === "ja" ? `${number.format(value)}円` : `¥${number.format(value)}`),
    /** A day and time, to the second. */
    moment: (value: string | Date) => moment.format(new Date(value)),
    day: (value: string | Date) => day.format(new Date(value)),
    /** Hours and minutes. */
    clock: (value: string | Date) => clock.format(new Date(value)),
    /** Joins several things to a list. */
    list: (items: string[]) => items.join(language === "ja" ? "、" : ", "),
    /** A duration: 420 ms, 1.3 s. */
    duration: (milliseconds: number) => {
      if (milliseconds < 1000) return language === "ja" ? `${milliseconds}ミリ秒` : `${milliseconds} ms`;
      const seconds = (milliseconds / 1000).toFixed(1);
      return language === "ja" ? `${seconds}秒` : `${seconds} s`;
    },
  };
}

/** The formats of the language that is read now. */
export function useFormats() {
  return formats(useLanguage().language);
}
