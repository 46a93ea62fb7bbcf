import { createHash } from "node:crypto";
import { sql } from "kysely";
import pg from "pg";
import { GatheringClient } from "./gathering-client.ts";

/**
 * Marks a statement that runs with each order or sale, at its beginning or end: each connection parses and plans it once, under a
 * name. Only for statements with a few fixed texts, because a connection keeps every name that it was given. Write the condition
 * of a partial index into the text, not as a value: a plan for all values can't use the index.
 */
export const named = sql`/*named*/ `;

const names = new Map<string, string>();

function nameOf(text: string): string {
  const name = names.get(text) ?? `m_${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
  names.set(text, name);
  return name;
}

/** True if a statement was refused because a migration changed its result type after it was planned. Nothing of it was done. */
export const isPlanOfBefore = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === "0A000" && error.routine === "RevalidateCachedQuery";

/** The same statement, not kept as a prepared one. */
export const unnamed = (text: string): string => text.replace("/*named*/", "");

const isNamed = (text: string): boolean =>
  text.slice(0, 20).includes("/*named*/") || text.slice(-11).includes("/*named*/");

/** A connection that keeps those statements prepared that ask for it (`named`). */
export class NamingClient extends GatheringClient {
  // The library accepts a query in many forms: only a text with its values is one of ours.
  override query(...given: unknown[]): never {
    const [text, values, ...rest] = given;
    const isOurs = typeof text === "string" && isNamed(text) && Array.isArray(values);
    const wanted = isOurs ? [{ name: nameOf(text), text, values }, ...rest] : given;
    return (super.query as (...some: unknown[]) => never).apply(this, wanted);
  }
}
