import type { AuditEntry } from "../../../src/http/api-types.ts";

/** The words for values: names of fields, values that are codes, and yes, no and none. */
export type ValueWords = {
  fields: Record<string, string>;
  values: Record<string, string>;
  yes: string;
  no: string;
  none: string;
  /** Formats a time; `list` joins several values. */
  moment(at: string): string;
  list(values: string[]): string;
};

/** One changed field: its name, and its values in words; null if that side has none. */
export type Change = { field: string; before: string | null; after: string | null };

/** Fields whose values are our codes. Other fields keep their texts: anyone may be named "staff". */
const coded = ["role", "mode", "way", "why", "clientSecret", "scopes", "smaregi", "events", "kind"];
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The values of an entry before and after, field by field, in words. */
export function changesOf(
  { before, after }: Pick<AuditEntry, "before" | "after">,
  words: ValueWords,
): Change[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const side = (state: AuditEntry["before"], field: string) =>
    state === null || !(field in state) ? null : valueOf(field, state[field], words);
  return fields.map((field) => ({
    field: words.fields[field] ?? field,
    before: side(before, field),
    after: side(after, field),
  }));
}

function valueOf(field: string, value: unknown, words: ValueWords): string {
  if (value === null || value === undefined || value === "") return words.none;
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "string" && time.test(value)) return words.moment(value);
  if (typeof value === "string") return coded.includes(field) ? (words.values[value] ?? value) : value;
  if (Array.isArray(value))
    return value.length === 0 ? words.none : words.list(value.map((each) => valueOf(field, each, words)));
  if (typeof value === "object")
    return Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([name, inner]) => `${words.fields[name] ?? name}: ${valueOf(name, inner, words)}`)
      .join(" / ");
  return JSON.stringify(value);
}
