import { z } from "zod";

const said = z.string().trim().min(1).optional().catch(undefined);
/** RFC 7807's words, or OAuth's: whatever else stands there, and of whatever type, is passed over. */
const problem = z.looseObject({ detail: said, error_description: said, title: said, error: said });

/**
 * Why Smaregi refused, at most some 300 characters: the problem's `detail`, else OAuth's words or its title, else
 * the raw text without tags. An error's body may be anything.
 */
export function reasonOf(body: string, status: number): string {
  const parsed = problem.safeParse(readJson(body));
  const words = parsed.success
    ? (parsed.data.detail ?? parsed.data.error_description ?? parsed.data.title ?? parsed.data.error)
    : undefined;
  const plain = words ?? body.slice(0, 10_000).replace(/<[^>]*>/g, " ");
  const text = [...plain.replace(/\s+/g, " ").trim()].slice(0, 300).join("");
  return `HTTP ${status}${text === "" ? "" : `: ${text}`}`;
}

/** JSON, or undefined. */
export function readJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
