import type { Language } from "../../ui/language.tsx";

/** A part of a help page: paragraphs, then a list of points if there are any. */
type Part = { title: string; says: string[]; points?: string[] };

/** The text of a help page in one language. Its title is in `words.ts`, because links on all pages need it. */
type Told = { lead: string; parts: Part[] };

export type Topic = Record<Language, Told>;
