import type { Context as Request } from "hono";
import type { Fact, FactKind } from "../facts/fact.ts";
import { tellActor } from "../facts/actors.ts";
import { tell, tellPlainly } from "../facts/tell.ts";
import { languageOf } from "./problems.ts";

/** A recorded fact as the API shows it: its text in the reader's language, also in plain words, and the fact itself. */
export function told(
  request: Request,
  fact: Fact,
): { text: string; plain: string; fact: { kind: FactKind; data: Record<string, unknown> } } {
  const language = languageOf(request);
  return { text: tell(fact, language), plain: tellPlainly(fact, language).plain, fact };
}

/** The same in plain words, with Smaregi's answer separate: the console shows failures this way. */
export function toldPlainly(request: Request, fact: Fact): { plain: string; answer?: string } {
  const { plain, answer } = tellPlainly(fact, languageOf(request));
  return { plain, ...(answer === null ? {} : { answer }) };
}

/** Who did it, in the reader's language. */
export const toldActor = (request: Request, actor: string): string => tellActor(actor, languageOf(request));
