import type { Language } from "./fact.ts";
import { adviceOf, affectedText, noticeTimes, type IncidentTold, type Notice } from "./incidents.ts";
import { digestWords } from "./texts/incidents.ts";

/** Several incidents in one message, one line each: open ones first. */
export function digestOf(all: IncidentTold[], language: Language): Notice {
  const words = digestWords[language];
  const open = all.filter(({ state }) => state === "open");
  const over = all.filter(({ state }) => state === "closed");
  const line = (told: IncidentTold): [string, string] => {
    const { title } = adviceOf(told, language);
    const affected = affectedText(told, language);
    const what = affected === null ? title : `${title} (${affected})`;
    const label = told.state === "open" ? words.open : words.over;
    return [label, words.since(what, noticeTimes[language].format(told.since))];
  };
  return {
    subject: words.subject(open.length, over.length),
    lines: [
      ...open.map(line),
      ...over.map(line),
      [words.toDo, open.length > 0 ? words.asked : words.nothing],
    ],
  };
}

/** The text of a channel's test message. */
export function tryNotice(language: Language): Notice {
  if (language === "ja")
    return {
      subject: "[結び] お知らせのテスト送信です",
      lines: [
        ["内容", "この送り先にお知らせが届くことを確かめるために送りました。障害は起きていません。"],
        ["お願いしたいこと", "操作は要りません。"],
      ],
    };
  return {
    subject: "[Musubi] A test notice",
    lines: [
      ["What", "This was sent to see whether notices arrive here. Nothing is wrong."],
      ["To do", "Nothing."],
    ],
  };
}
