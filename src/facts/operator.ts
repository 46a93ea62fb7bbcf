import type { Language } from "./fact.ts";
import type { Notice } from "./incidents.ts";
import { operatorWords, type OperatorCause } from "./texts/operator.ts";

export { operatorCauses, type OperatorCause } from "./texts/operator.ts";

/** The notice to operators about the operation itself. */
export function operatorNotice(cause: OperatorCause, state: "open" | "closed", language: Language): Notice {
  const { title, effect, asked } = operatorWords[language][cause];
  const isJapanese = language === "ja";
  const brand = isJapanese ? "[結び 運用] " : "[Musubi operation] ";
  if (state === "closed")
    return {
      subject: brand + (isJapanese ? `復旧しました: ${title}` : `Over: ${title}`),
      lines: [[isJapanese ? "お願いしたいこと" : "To do", isJapanese ? "操作は要りません。" : "Nothing."]],
    };
  return {
    subject: brand + title,
    lines: [
      [isJapanese ? "何が起きたか" : "What", title],
      [isJapanese ? "影響" : "Effect", effect],
      [isJapanese ? "お願いしたいこと" : "To do", asked],
    ],
  };
}
