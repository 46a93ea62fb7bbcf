import { z } from "zod";
import * as answers from "./answers.ts";
import type { Failure, OddRow, Unclear } from "./types.ts";

/** The parameters of a list's page: `page` from 1, `limit` from 1 to 1,000. `readList` finds the end. */
export const paging = (page: number, limit: number) => ({ page: String(page), limit: String(limit) });

/** True if Smaregi says that the requested object does not exist. */
export const isMissing = (answer: Failure): boolean =>
  answer.kind === "refused" && answer.step === "call" && answer.status === 404;

/** Smaregi answered the call, but its content cannot be used and proves nothing (P4). */
export function unreadable(reason: Unclear["reason"]): Unclear {
  return { kind: "unclear", step: "call", cause: "unreadable", sent: true, reason };
}

/**
 * The result if an answer contains others than what was asked for: Smaregi ignored the filter, so the answer proves
 * nothing (P3, P4).
 */
export const ofOthers = unreadable({ kind: "unreadable", data: { said: "HTTP 200" } });

/** A page of a list: the rows that can be read, the others, and how many Smaregi sent (P5). */
export type Rows<Row> = { rows: Row[]; odd: OddRow[]; size: number };

/**
 * Reads a list row by row: an unreadable row does not affect the others. `idField` names the field with the ID of the
 * row's object. A list with nothing recognisable, neither a row nor an ID, is not Smaregi's.
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
