import type { Fact, FactData, FactKind, Language, OtherData, Texts } from "./fact.ts";
import { callTexts } from "./texts/calls.ts";
import { checkTexts } from "./texts/checks.ts";
import { linkTexts } from "./texts/link.ts";
import { answerOf, plainTexts, withinFact } from "./texts/plain.ts";
import { orderTexts } from "./texts/orders.ts";
import { stockTexts } from "./texts/stock.ts";

const inTurn = (parts: string[]): string => parts.filter((text) => text !== "").join(" ");

const otherTexts: Texts<OtherData> = {
  together: {
    ja: ({ facts }, say) => inTurn(facts.map(say)),
    en: ({ facts }, say) => inTurn(facts.map(say)),
  },
  said: { ja: ({ text }) => text, en: ({ text }) => text },
};

const texts: Texts<FactData> = {
  ...orderTexts,
  ...linkTexts,
  ...callTexts,
  ...stockTexts,
  ...checkTexts,
  ...otherTexts,
};

export const factKinds = Object.keys(texts) as [FactKind, ...FactKind[]];

/** The text of one fact from the given texts; its kind if they have none. */
function wordsOf(
  all: Partial<Texts<FactData>>,
  fact: Fact,
  language: Language,
  say: (inner: Fact) => string,
) {
  // The data belongs to the kind: TypeScript does not see that both come from one fact.
  const own = all[fact.kind]?.[language] as
    | ((data: Fact["data"], say: (inner: Fact) => string) => string)
    | undefined;
  // A process of an earlier version may find an unknown kind while a newer one runs beside it.
  return own === undefined ? fact.kind : own(fact.data, say);
}

/** The text of a recorded fact in the reader's language. Names and Smaregi's own words in it stay unchanged. */
export function tell(fact: Fact, language: Language): string {
  return wordsOf(texts, fact, language, (inner) => tell(inner, language));
}

const inPlain = { ...texts, ...plainTexts };

/**
 * The same for people who have to fix it: a cause is named once, in plain words. The original answer is separate
 * (`answer`; null: there was none).
 */
export function tellPlainly(fact: Fact, language: Language): { plain: string; answer: string | null } {
  const said = new Set<string>();
  const say = (inner: Fact): string => {
    const text = wordsOf(inPlain, inner, language, say);
    if (said.has(text)) return "";
    said.add(text);
    return text;
  };
  const plain = say(fact);
  const answers = [...new Set(withinFact(fact).flatMap((each) => answerOf(each) ?? []))];
  return { plain, answer: answers.length === 0 ? null : answers.join(" / ") };
}

/** Joins several facts into one; a single one stays as it is. Null if there are none. */
export function together(facts: Fact[]): Fact | null {
  const [first] = facts;
  if (first === undefined || facts.length === 1) return first ?? null;
  return { kind: "together", data: { facts } };
}
