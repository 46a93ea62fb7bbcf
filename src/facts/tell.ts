import type { Fact, FactData, FactKind, Language, OtherData, Texts } from "./fact.ts";
import { callTexts } from "./texts/calls.ts";
import { checkTexts } from "./texts/checks.ts";
import { linkTexts } from "./texts/link.ts";
import { orderTexts } from "./texts/orders.ts";
import { stockTexts } from "./texts/stock.ts";

const otherTexts: Texts<OtherData> = {
  together: {
    ja: ({ facts }, say) => facts.map(say).join(" "),
    en: ({ facts }, say) => facts.map(say).join(" "),
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

/** The words of a recorded fact in the reader's language. What names and Smaregi's own words it holds stays as it is. */
export function tell(fact: Fact, language: Language): string {
  // A process of an earlier version may meet a kind that it does not know, while a newer one works beside it.
  const own: Texts<FactData>[FactKind] | undefined = texts[fact.kind];
  if (own === undefined) return fact.kind;
  // The data is the kind's own: TypeScript does not see that the two come from one fact.
  const words = own[language] as (data: Fact["data"], say: (inner: Fact) => string) => string;
  return words(fact.data, (inner) => tell(inner, language));
}

/** Several facts as one; a single one stays itself. Null where there is none. */
export function together(facts: Fact[]): Fact | null {
  const [first] = facts;
  if (first === undefined || facts.length === 1) return first ?? null;
  return { kind: "together", data: { facts } };
}
