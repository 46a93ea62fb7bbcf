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

/** The words of one fact by some texts; its kind where they have none. */
function wordsOf(
  all: Partial<Texts<FactData>>,
  fact: Fact,
  language: Language,
  say: (inner: Fact) => string,
) {
  // The data is the kind's own: TypeScript does not see that the two come from one fact.
  const own = all[fact.kind]?.[language] as
    | ((data: Fact["data"], say: (inner: Fact) => string) => string)
    | undefined;
  // A process of an earlier version may meet a kind that it does not know, while a newer one works beside it.
  return own === undefined ? fact.kind : own(fact.data, say);
}

/** The words of a recorded fact in the reader's language. What names and Smaregi's own words it holds stays as it is. */
export function tell(fact: Fact, language: Language): string {
  return wordsOf(texts, fact, language, (inner) => tell(inner, language));
}

const inPlain = { ...texts, ...plainTexts };

/**
 * The same for people who are to mend it: a cause is said once, and in plain words. What came back as it came stands apart
 * (`answer`; null: nothing came back).
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

/** Several facts as one; a single one stays itself. Null where there is none. */
export function together(facts: Fact[]): Fact | null {
  const [first] = facts;
  if (first === undefined || facts.length === 1) return first ?? null;
  return { kind: "together", data: { facts } };
}
