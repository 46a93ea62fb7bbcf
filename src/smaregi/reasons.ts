import { z } from "zod";
import type { Fact } from "../facts/fact.ts";
import { storable } from "../kit/text/storable.ts";

const said = z.string().trim().min(1).optional().catch(undefined);
/** The fields of RFC 7807 or OAuth; any other content, of any type, is ignored. */
const problem = z.looseObject({ detail: said, error_description: said, title: said, error: said });

/**
 * Why Smaregi refused, at most some 300 characters: the problem's `detail`, else OAuth's text or its title, else the
 * raw text without tags. The body of an error may be anything.
 */
export function reasonOf(body: string, status: number): string {
  const parsed = problem.safeParse(readJson(body));
  const words = parsed.success
    ? (parsed.data.detail ?? parsed.data.error_description ?? parsed.data.title ?? parsed.data.error)
    : undefined;
  const plain = words ?? body.slice(0, 10_000).replace(/<[^>]*>/g, " ");
  const text = [...storable(plain).replace(/\s+/g, " ").trim()].slice(0, 300).join("");
  return `HTTP ${status}${text === "" ? "" : `: ${text}`}`;
}

/** The same as a fact. */
export const saidBy = (body: string, status: number): Fact => {
  return { kind: "smaregiSaid", data: { said: reasonOf(body, status) } };
};

/** The fact for an answer that is no verdict (P4): a 4xx may be a gateway's; a 429 and a server's errors are reported as such. */
export function unclearBy(body: string, status: number): Fact {
  if (status < 400 || status > 499 || status === 429) return saidBy(body, status);
  return { kind: "foreignAnswer", data: { said: reasonOf(body, status) } };
}

/** Smaregi's own form of an error (RFC 7807): `type` and `title`, and the status that it came with if it names one. */
const ownProblem = z.looseObject({
  type: z.string().min(1),
  title: z.string().min(1),
  status: z.coerce.number().nullish(),
});

/** Statuses about the call and not about its work: the work may be done nevertheless, or may succeed if sent later. */
const undecided = new Set([408, 425, 429, 499]);

/**
 * P4: true if Smaregi itself refused the call: a 4xx in its own form. A gateway's page is not Smaregi's answer,
 * whatever its status: the call may still be running behind it.
 */
export function isVerdict(body: string, status: number): boolean {
  if (status < 400 || status > 499 || undecided.has(status)) return false;
  const parsed = ownProblem.safeParse(readJson(body));
  return parsed.success && (parsed.data.status ?? status) === status;
}

/** True if a token was refused: in Smaregi's own form or in OAuth's, because we do not know which one it uses. */
export function isTokenVerdict(body: string, status: number): boolean {
  if (isVerdict(body, status)) return true;
  const isRefusal = status >= 400 && status <= 499 && !undecided.has(status);
  return isRefusal && z.looseObject({ error: z.string().min(1) }).safeParse(readJson(body)).success;
}

/** How JSON escapes letters that no database stores. */
const unstorable = /\\u(0000|d[89a-f])/i;

/** Parses JSON and makes all of its texts storable; undefined if it is not JSON. */
export function readJson(body: string): unknown {
  try {
    if (!unstorable.test(body)) return JSON.parse(body) as unknown;
    return JSON.parse(body, (_, value: unknown) =>
      typeof value === "string" ? storable(value) : value,
    ) as unknown;
  } catch {
    return undefined;
  }
}
