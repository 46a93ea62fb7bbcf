import { createContext, use, useEffect, useState, type ReactNode } from "react";
import { browserStorage } from "./storage.ts";

export type Language = "ja" | "en";

type Words = { [name: string]: string | ((...given: never[]) => string) | Words };
/** The same words in another language: no name may be missing, and none take other things. */
type SameWords<Given> = {
  [Name in keyof Given]: Given[Name] extends string
    ? string
    : Given[Name] extends (...given: infer Arguments) => string
      ? (...given: Arguments) => string
      : SameWords<Given[Name]>;
};
export type Dictionary<Given> = { ja: Given; en: SameWords<Given> };

/** The words of a page in both languages; a word that one of them lacks does not compile. */
export function dictionary<Given extends Words>(both: Dictionary<Given>): Dictionary<Given> {
  return both;
}

/** Where this browser keeps it; and a cookie for the server (`src/http/drawn-shop.ts`), where it is not Japanese. */
const kept = "musubi-language";

/** The reader's language: as chosen on this machine before, else Japanese. */
export function readLanguage(): Language {
  return browserStorage.getItem(kept) === "en" ? "en" : "ja";
}

const LanguageContext = createContext<{ language: Language; choose(language: Language): void }>({
  language: "ja",
  choose: () => {},
});

/** Tells the server, which draws some of the pages, what this browser keeps. Nothing is set for those who read Japanese. */
function tellServer(language: Language): void {
  const age = language === "ja" ? 0 : 31_536_000;
  document.cookie = `${kept}=${language}; path=/; max-age=${age}; samesite=lax`;
}

type Props = {
  /** The language to begin with, where a server draws the page; else the one that this browser keeps. */
  first?: Language | undefined;
  children: ReactNode;
};

/** Gives everything inside it the reader's language, and the way to change it. */
export function LanguageProvider({ first, children }: Props) {
  const [language, setLanguage] = useState(first ?? readLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    tellServer(language);
  }, [language]);
  const choose = (chosen: Language) => {
    browserStorage.setItem(kept, chosen);
    setLanguage(chosen);
  };
  return <LanguageContext value={{ language, choose }}>{children}</LanguageContext>;
}

/** The language that is read now, and the function that changes it. */
export function useLanguage() {
  return use(LanguageContext);
}

/** A page's words in the language that is read now. */
export function useWords<Given>(words: Dictionary<Given>): Given {
  const { language } = use(LanguageContext);
  // Both have the same names and take the same things.
  return (language === "ja" ? words.ja : words.en) as Given;
}
