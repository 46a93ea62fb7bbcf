import { createContext, use, useEffect, useState, type ReactNode } from "react";
import { browserStorage } from "./storage.ts";

export type Language = "ja" | "en";

type Words = { [name: string]: string | ((...given: never[]) => string) | Words };
/** The same words in another language: no name may be missing, and each takes the same arguments. */
type SameWords<Given> = {
  [Name in keyof Given]: Given[Name] extends string
    ? string
    : Given[Name] extends (...given: infer Arguments) => string
      ? (...given: Arguments) => string
      : SameWords<Given[Name]>;
};
export type Dictionary<Given> = { ja: Given; en: SameWords<Given> };

/** The words of a page in both languages. It does not compile if one of them lacks a word. */
export function dictionary<Given extends Words>(both: Dictionary<Given>): Dictionary<Given> {
  return both;
}

/**
 * The key under which this browser stores the language, and the name of a cookie for the server (`src/http/drawn-shop.ts`), set only
 * if it is not Japanese.
 */
const kept = "musubi-language";

/** The reader's language: the one chosen in this browser before; otherwise Japanese. */
export function readLanguage(): Language {
  return browserStorage.getItem(kept) === "en" ? "en" : "ja";
}

const LanguageContext = createContext<{ language: Language; choose(language: Language): void }>({
  language: "ja",
  choose: () => {},
});

/** Tells the server, which draws some of the pages, the language of this browser. Sets no cookie for Japanese. */
function tellServer(language: Language): void {
  const age = language === "ja" ? 0 : 31_536_000;
  document.cookie = `${kept}=${language}; path=/; max-age=${age}; samesite=lax`;
}

type Props = {
  /** The first language if a server draws the page; otherwise the browser's stored one. */
  first?: Language | undefined;
  children: ReactNode;
};

/** Gives everything inside it the reader's language and the function that changes it. */
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

/** The current language, and the function that changes it. */
export function useLanguage() {
  return use(LanguageContext);
}

/** A page's words in the current language. */
export function useWords<Given>(words: Dictionary<Given>): Given {
  const { language } = use(LanguageContext);
  // Both languages have the same names and take the same arguments.
  return (language === "ja" ? words.ja : words.en) as Given;
}
