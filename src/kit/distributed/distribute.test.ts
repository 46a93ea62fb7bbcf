import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../../test/support/database.ts";
import { migrate } from "../migrations.ts";
import { packageRoot } from "../package-root.ts";
import { categories, tablesOf } from "./categories.ts";
import { distribute, distributingSql, forThisDatabase, isDistributed } from "./distribute.ts";
import { stepsOf } from "./steps.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const select = async (text: string): Promise<Record<string, string>[]> =>
  (await database.pool.query(text)).rows;
/** The definition of every foreign key. */
const keysOf = async ({ pool }: TestDatabase): Promise<object[]> =>
  (
    await pool.query(`select conname, conrelid::regclass::text as place, pg_get_constraintdef(oid) as text from pg_constraint
      where contype = 'f' and connamespace = 'public'::regnamespace order by 2, 1`)
  ).rows;
const all = (name: string) => new Set(tablesOf(name as "local"));
const isOf = (category: string, table: string | undefined) => all(category).has(table ?? "");

describe("B12: the schema as it is fits a database that is distributed by merchant", () => {
  it("each table has a category, and each category its tables", async () => {
    const rows = await select(`select relname from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'kysely_%' order by 1`);
    const known = Object.keys(categories).map((name) =>
      name.replaceAll(/[A-Z]/g, (one) => `_${one}`.toLowerCase()),
    );
    expect(rows.map((row) => row["relname"])).toEqual(known.toSorted());
  });

  it("a distributed table has the merchant in each unique key, and no trigger", async () => {
    const keys = await select(`select c.relname as place, i.indexrelid::regclass as name from pg_index i
      join pg_class c on c.oid = i.indrelid where i.indisunique and c.relnamespace = 'public'::regnamespace
      and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'merchant_id' and a.attnum = any(i.indkey))`);
    expect(keys.filter((key) => isOf("distributed", key["place"]))).toEqual([]);
    const triggers = await select(`select c.relname as place, t.tgname as name from pg_trigger t
      join pg_class c on c.oid = t.tgrelid where not t.tgisinternal`);
    // The trigger of 監査ログ is removed before the table is distributed.
    const others = triggers.filter(({ name }) => name !== "audit_stays");
    expect(others.filter((trigger) => !isOf("local", trigger["place"]))).toEqual([]);
  });

  it("no foreign key leads to a distributed table from another; between two the merchant goes along", async () => {
    const keys =
      await select(`select c.relname as place, o.relname as other, pg_get_constraintdef(k.oid) as text
      from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class o on o.oid = k.confrelid
      where k.contype = 'f' and k.connamespace = 'public'::regnamespace`);
    expect(keys.length).toBeGreaterThan(30);
    const toThem = keys.filter((key) => isOf("distributed", key["other"]));
    expect(toThem.filter((key) => !isOf("distributed", key["place"]))).toEqual([]);
    expect(
      toThem.filter((key) => !/KEY \(merchant_id\b.* REFERENCES \w+\(merchant_id\b/.test(key["text"] ?? "")),
    ).toEqual([]);
    const toReferences = keys.filter((key) => isOf("reference", key["place"]) && isOf("local", key["other"]));
    expect(toReferences).toEqual([]);
  });

  it("no function takes a table's row, and none in SQL writes: shards have other names", async () => {
    const ours = `from pg_proc f join pg_language l on l.oid = f.prolang where f.pronamespace = 'public'::regnamespace`;
    expect(
      await select(`select f.oid::regprocedure as name ${ours} and exists (select from unnest(f.proargtypes) type
        join pg_type t on t.oid = type join pg_class c on c.oid = t.typrelid and c.relkind in ('r', 'p'))`),
    ).toEqual([]);
    expect(
      await select(`select f.oid::regprocedure as name ${ours} and l.lanname = 'sql'
        and f.prosrc ~* '\\m(insert|update|delete|merge)\\M'`),
    ).toEqual([]);
  });

  it("a later migration has its tables distributed before it ties them to others", async () => {
    const folder = join(packageRoot, "migrations");
    const later = (await readdir(folder)).filter((name) => name > "0042").sort();
    for (const name of later) {
      const text = await readFile(join(folder, name), "utf8");
      for (const [, table = ""] of text.matchAll(/^create table (\w+)/gm)) {
        if (isOf("local", table)) continue;
        const [before = "", ...after] = text.split(`\n-- distribute: ${table}\n`);
        expect(after, `${name}: "-- distribute: ${table}" stands once, after the table`).toHaveLength(1);
        const own = before.slice(before.indexOf(`create table ${table}`));
        const tied = [...own.matchAll(/references (\w+)/g)].filter(([, other]) => isOf("distributed", other));
        expect(tied, `${name}: ${table} is tied to others by "alter table", after it is distributed`).toEqual(
          [],
        );
      }
    }
  });
});

describe("B12: musubi distribute", () => {
  it("prints its SQL: keys away, functions, reference tables, the others beside the first, keys back", async () => {
    const statements = await distributingSql(database.db);
    const kinds = statements.map((text) =>
      /^(alter table \w+ (drop|add)|select \w+|drop trigger|revoke)/
        .exec(text)?.[0]
        .replace(/table \w+/, "table"),
    );
    const runs = kinds.filter((kind, nth) => kind !== kinds[nth - 1]);
    expect(runs).toEqual([
      "drop trigger",
      "revoke",
      "alter table drop",
      "select create_distributed_function",
      "select create_reference_table",
      "select create_distributed_table",
      "alter table add",
    ]);
    expect(statements).toContain("select create_reference_table('merchants')");
    const spread = statements.filter((text) => text.includes("create_distributed_table"));
    expect(spread[0]).toBe("select create_distributed_table('products', 'merchant_id')");
    expect(spread[1]).toBe(
      "select create_distributed_table('counters', 'merchant_id', colocate_with => 'products')",
    );
    expect(spread).toHaveLength(tablesOf("distributed").length);
    const count = (part: string) => statements.filter((text) => text.includes(part)).length;
    expect(count(" add constraint ")).toBe(count(" drop constraint "));
    expect(statements).toContain(
      "alter table variations add constraint variations_merchant_id_product_id_fkey FOREIGN KEY (merchant_id, product_id) REFERENCES products(merchant_id, id)",
    );
    expect(statements).toContain("select create_distributed_function('search_grams(uuid,text[])')");
  });

  it("its keys are dropped and come back as they were, on any PostgreSQL", async () => {
    const before = await keysOf(database);
    for (const text of await distributingSql(database.db))
      if (text.startsWith("alter table")) await database.pool.query(text);
    expect(await keysOf(database)).toEqual(before);
  });

  it("goes on with what is left, and says nothing of what stands", () => {
    const keys = [{ name: "k", place: "variations", definition: "FOREIGN KEY (a) REFERENCES b(a)" }];
    const done = [...tablesOf("reference"), ...tablesOf("distributed")].filter((name) => name !== "orders");
    expect(stepsOf({ keys, functions: [], distributed: done })).toEqual([
      "alter table variations drop constraint if exists k",
      "select create_distributed_table('orders', 'merchant_id', colocate_with => 'products')",
      "alter table variations add constraint k FOREIGN KEY (a) REFERENCES b(a)",
    ]);
  });

  it("a plain PostgreSQL is not distributed, and takes a migration as it is written", async () => {
    expect(await isDistributed(database.db)).toBe(false);
    const text =
      "create table orders (id int);\n-- distribute: orders\n-- distribute: merchants\nselect 1;\n";
    expect(forThisDatabase(text, false)).toBe(text);
    expect(forThisDatabase(text, true)).toBe(
      "set local citus.multi_shard_modify_mode to 'sequential';\ncreate table orders (id int);\n" +
        "select create_distributed_table('orders', 'merchant_id', colocate_with => 'products');\n" +
        "select create_reference_table('merchants');\nselect 1;\n",
    );
  });

  it("says what a PostgreSQL lacks, and changes nothing", async () => {
    const before = await keysOf(database);
    await expect(distribute(database.db, () => undefined)).rejects.toThrow("has no Citus");
    expect(await keysOf(database)).toEqual(before);
  });

  it("cut short it goes on where it was, and its keys are as they were; done, it does nothing", async () => {
    const other = await testDatabase();
    const before = await keysOf(other);
    // Replaces Citus: records its calls, and refuses one table.
    await other.pool.query(`
      create table pg_dist_node (groupid int);
      create table pg_dist_partition (logicalrelid regclass primary key, partmethod "char", repmodel "char");
      create function create_distributed_function(regprocedure) returns void language sql as '';
      create function create_reference_table(regclass) returns void language sql as
        $$ insert into pg_dist_partition values ($1, 'n', 't') $$;
      create function create_distributed_table(place regclass, of text, colocate_with text default '') returns void
        language plpgsql as $$ begin
          if place::text = 'orders' then raise 'the machine is gone'; end if;
          insert into pg_dist_partition values (place, 'h', 's');
        end $$;`);
    await expect(distribute(other.db, () => undefined)).rejects.toThrow("does not know its coordinator");
    await other.pool.query("insert into pg_dist_node values (0)");
    await expect(distribute(other.db, () => undefined)).rejects.toThrow("the machine is gone");
    expect(await keysOf(other)).toEqual([]);
    await other.pool.query(`
      create or replace function create_distributed_table(place regclass, of text, colocate_with text default '')
        returns void language sql as $$ insert into pg_dist_partition values ($1, 'h', 's') $$`);
    const told: string[] = [];
    await distribute(other.db, (statement) => told.push(statement));
    expect(told.filter((statement) => statement.includes("'products', 'merchant_id')"))).toEqual([]);
    expect(await keysOf(other)).toEqual(before);
    expect(await isDistributed(other.db)).toBe(true);
    expect(await distributingSql(other.db)).toEqual([]);
    expect(await migrate(other.db)).toEqual([]);
    await other.drop();
  });
});
