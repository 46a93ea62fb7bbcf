import type { Context as Request } from "hono";
import type { Fact, FactKind } from "../facts/fact.ts";
import { tellActor } from "../facts/actors.ts";
import { tell } from "../facts/tell.ts";
import { languageOf } from "./problems.ts";

/** A recorded fact as the API shows it: its words in the reader's language, and itself beside them. */
export function told(
  request: Request,
  fact: Fact,
): { text: string; fact: { kind: FactKind; data: Record<string, unknown> } } {
  return { text: tell(fact, languageOf(request)), fact };
}

/** Who did it, in the reader's language. */
export const toldActor = (request: Request, actor: string): string => tellActor(actor, languageOf(request));
