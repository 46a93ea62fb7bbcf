import { useLanguage, useWords } from "./language.tsx";
import { inEnglish } from "./recorded.ts";
import { common } from "./words.ts";

/** Reads what the server recorded, in the reader's language. */
export function useRecorded(): (text: string) => string {
  const { language } = useLanguage();
  return language === "ja" ? (text) => text : inEnglish;
}

/** Tells who did what was recorded: a person, a key of the API, or the link itself. */
export function useActor(): (actor: string) => string {
  const { smaregiLink } = useWords(common);
  const recorded = useRecorded();
  return (actor) => (actor === "smaregi" ? smaregiLink : recorded(actor));
}
