import type { Language } from "../../ui/language.tsx";

/** A part of a page of help: paragraphs, then points where there are some. */
type Part = { title: string; says: string[]; points?: string[] };

/** What one page of help says in a language; its title is in `words.ts`, for the links of every page. */
type Told = { lead: string; parts: Part[] };

export type Topic = Record<Language, Told>;
