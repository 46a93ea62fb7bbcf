import { CamelCasePlugin, Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { ColumnCompiler, columnNames } from "./column-names.ts";

type Rows = { stockLines: { madeAt: string; isOwn: boolean; note2: string; ['odd"Name']: string } };

class Ours extends PostgresDialect {
  override createQueryCompiler() {
    return new ColumnCompiler();
  }
}

const pool = new pg.Pool({ host: "/nowhere" });
const ours = new Kysely<Rows>({ dialect: new Ours({ pool }), plugins: [columnNames] });
const theirs = new Kysely<Rows>({
  dialect: new PostgresDialect({ pool }),
  plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
});

describe("names of columns", () => {
  it("are written as the library's own plugin writes them: columns, tables, aliases, quotes, values as they are", () => {
    const asked = (db: Kysely<Rows>) =>
      db
        .selectFrom("stockLines as ownLines")
        .select(["ownLines.madeAt as lastMade", "note2", 'odd"Name'])
        .where("isOwn", "=", true)
        .where("note2", "=", "camelCase stays")
        .compile();
    const { sql, parameters } = asked(ours);
    expect({ sql, parameters }).toEqual({
      sql: asked(theirs).sql,
      parameters: asked(theirs).parameters,
    });
    expect(sql).toContain('"own_lines"."made_at" as "last_made"');
    expect(sql).toContain('"odd""_name"');
  });
});
