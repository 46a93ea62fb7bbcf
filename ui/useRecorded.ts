import { useLanguage } from "./language.tsx";
import { inEnglish } from "./recorded.ts";

/** Reads what the server recorded, in the reader's language. */
export function useRecorded(): (text: string) => string {
  const { language } = useLanguage();
  return language === "ja" ? (text) => text : inEnglish;
}
