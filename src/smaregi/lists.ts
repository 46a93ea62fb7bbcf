import { z } from "zod";
import * as answers from "./answers.ts";
import type { Failure, OddRow, Unclear } from "./types.ts";

/** The words of a list's page: `page` from 1, `limit` from 1 to 1,000. `readList` tells where it ends. */
export const paging = (page: number, limit: number) => ({ page: String(page), limit: String(limit) });

/** Whether Smaregi says that the one thing asked for does not exist. */
export const isMissing = (answer: Failure): boolean =>
  answer.kind === "refused" && answer.step === "call" && answer.status === 404;

/** Smaregi answered the call, and what it says cannot be used: nothing is told by it (P4). */
export function unreadable(reason: Unclear["reason"]): Unclear {
  return { kind: "unclear", step: "call", cause: "unreadable", sent: true, reason };
}

/** What an answer comes to that holds others than what was asked for: the question was not minded, and nothing is told of it (P3, P4). */
export const ofOthers = unreadable({ kind: "unreadable", data: { said: "HTTP 200" } });

/** A page of a list: the rows that can be read, the others, and how many Smaregi sent (P5). */
export type Rows<Row> = { rows: Row[]; odd: OddRow[]; size: number };

/**
 * Reads a list row by row: one that cannot be read spoils no other. `idField` names the field with the ID of what the row tells
 * of. A list in which there is nothing to recognize, neither a row nor an ID, is none of Smaregi's.
 */
export function rowsOf<Schema extends z.ZodType>(schema: Schema, idField: string) {
  return z.array(z.unknown()).transform((raw, context): Rows<z.output<Schema>> => {
    const rows: z.output<Schema>[] = [];
    const odd: OddRow[] = [];
    for (const each of raw) {
      const parsed = schema.safeParse(each);
      if (parsed.success) rows.push(parsed.data);
      else odd.push(oddRow(each, parsed.error, idField));
    }
    if (raw.length > 0 && rows.length === 0 && odd.every(({ id }) => id === null)) {
      context.addIssue({ code: "custom", message: "no row can be read" });
    }
    return { rows, odd, size: raw.length };
  });
}

function oddRow(row: unknown, error: z.ZodError, idField: string): OddRow {
  const own = z.record(z.string(), z.unknown()).safeParse(row).data ?? {};
  const id = answers.id.safeParse(own[idField]).data ?? null;
  const field = String(error.issues[0]?.path[0] ?? "");
  const whole = JSON.stringify(field === "" ? row : own[field]) as string | undefined;
  const value = whole === undefined ? null : [...whole].slice(0, 100).join("");
  return { id, reason: { kind: "oddRow", data: { id, field, value } } };
}
