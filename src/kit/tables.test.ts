import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { packageRoot } from "./package-root.ts";

/** A column in a form that both sides can express: its type when read, and whether only PostgreSQL writes it. */
type Column = { type: string; isNull: boolean; isGenerated: boolean };

/** The type of a PostgreSQL column in a row that was read. */
const readAs: Record<string, string> = {
  text: "string",
  uuid: "string",
  date: "string",
  smallint: "number",
  integer: "number",
  bigint: "number",
  "integer[]": "number[]",
  "text[]": "string[]",
  "uuid[]": "string[]",
  boolean: "boolean",
  bytea: "Buffer",
  jsonb: "json",
  "timestamp with time zone": "Date",
};

const inCamelCase = (name: string) =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

let database: TestDatabase;
let text: string;
beforeAll(async () => {
  database = await testDatabase();
  text = await readFile(join(packageRoot, "src/kit/tables.ts"), "utf8");
});
afterAll(() => database.drop());

/** The fields of an interface of the file: one per line, as the formatter leaves them. */
function fieldsOf(name: string): [field: string, type: string][] {
  const body = new RegExp(`\\ninterface ${name} \\{\\n([^}]*)\\n\\}`).exec(
    text.replaceAll("export ", ""),
  )?.[1];
  if (body === undefined) throw new Error(`src/kit/tables.ts has no interface ${name}`);
  return [...body.matchAll(/^ {2}(\w+): (.+);$/gm)].map(([, field = "", type = ""]) => [field, type]);
}

/** The basic type: `string` for a union of words; for a type name of the file, what it stands for. */
function rootOf(type: string): string {
  const [first = ""] = type.split(" | ");
  if (first.startsWith('"')) return "string";
  if (/^\d/.test(first)) return "number";
  // The formatter writes a long union with one word per line.
  const meant = new RegExp(`^(?:export )?type ${first} =\\s+(?:\\| )?([^;]+);$`, "m").exec(text)?.[1];
  return meant === undefined ? first : rootOf(meant.replaceAll(/\s+/g, " "));
}

function columnOf(type: string): Column {
  const [, wrapper = "", inner = ""] = /^(\w+)<(.+)>$/.exec(type) ?? [];
  const none = { isNull: false, isGenerated: false };
  const [read = ""] = inner.split(", ");
  switch (wrapper) {
    case "OrNull":
      return { ...none, type: rootOf(inner), isNull: true };
    case "Default":
      return { ...none, type: rootOf(inner) };
    case "GeneratedAlways":
      return { ...none, type: rootOf(inner), isGenerated: true };
    case "Json":
      return { ...none, type: "json" };
    case "JSONColumnType":
      return { ...none, type: "json", isNull: read.endsWith(" | null") };
    case "ColumnType":
      return { ...none, type: rootOf(read), isNull: read.endsWith(" | null") };
  }
  if (type === "At") return { ...none, type: "Date" };
  if (type === "AtOrNull") return { ...none, type: "Date", isNull: true };
  return { ...none, type: rootOf(type), isNull: type.endsWith(" | null") };
}

/** True if an insert may omit the column, according to the file. */
const mayBeLeftOut = (type: string) =>
  /^(OrNull|Default|GeneratedAlways)</.test(type) || type.startsWith("At") || type.includes("undefined");

/** The columns that the migrations create, by table, both in camel case. */
async function madeColumns() {
  const { rows } = await database.pool.query<{
    table: string;
    column: string;
    type: string;
    isNull: boolean;
    isGenerated: boolean;
    hasDefault: boolean;
  }>(`
    select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type,
      not a.attnotnull as "isNull", a.attidentity = 'a' or a.attgenerated <> '' as "isGenerated",
      a.atthasdef or a.attidentity <> '' as "hasDefault"
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and a.attnum > 0 and not a.attisdropped and c.relname not like 'kysely_%'
      -- What a migration keeps of before, for one release; nothing reads it.
      and c.relname not like '%_before'
    order by 1, a.attnum`);
  return rows;
}

describe("src/kit/tables.ts", () => {
  it("has exactly the columns that the migrations make, with their types and nulls", async () => {
    const made: Record<string, Record<string, Column>> = {};
    for (const { table, column, type, isNull, isGenerated } of await madeColumns()) {
      const columns = (made[inCamelCase(table)] ??= {});
      columns[inCamelCase(column)] = { type: readAs[type] ?? `unknown: ${type}`, isNull, isGenerated };
    }
    const declared = fieldsOf("Tables").map(([table, name]) => {
      return [table, Object.fromEntries(fieldsOf(name).map(([field, type]) => [field, columnOf(type)]))];
    });
    expect(Object.fromEntries(declared)).toEqual(made);
  });

  it("lets an insert go without a column only where PostgreSQL fills it", async () => {
    const filled = new Set(
      (await madeColumns())
        .filter(({ isNull, hasDefault }) => isNull || hasDefault)
        .map(({ table, column }) => `${inCamelCase(table)}.${inCamelCase(column)}`),
    );
    const wrong = fieldsOf("Tables").flatMap(([table, name]) =>
      fieldsOf(name)
        .filter(([field, type]) => mayBeLeftOut(type) && !filled.has(`${table}.${field}`))
        .map(([field]) => `${table}.${field}`),
    );
    expect(wrong).toEqual([]);
  });
});
