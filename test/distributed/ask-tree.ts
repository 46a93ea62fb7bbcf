import type pg from "pg";
import { tablesOf } from "../../src/kit/distributed/categories.ts";
import { readTree, type Tree } from "./node-tree.ts";
import type { Known } from "./refusals.ts";

type Client = Pick<pg.ClientBase, "query">;

/** Reads what the checks need to know about a migrated database. */
export async function readKnown(client: Client): Promise<Known> {
  const map = async <Value extends string>(text: string): Promise<Map<string, Value>> => {
    const { rows } = await client.query<{ key: string; value: Value }>(text);
    return new Map(rows.map(({ key, value }) => [key, value]));
  };
  const volatility = await map<"i" | "s" | "v">(
    "select oid::text as key, provolatile::text as value from pg_proc",
  );
  const tables = await map(
    "select oid::text as key, relname::text as value from pg_class where relkind = 'r'",
  );
  // A local table that refers to others becomes one that Citus manages and checks like those.
  const tied = await map(
    "select distinct conrelid::text as key, 'tied' as value from pg_constraint where contype = 'f'",
  );
  const spread: Known["spread"] = new Map();
  for (const [oid, name] of tables) {
    for (const category of ["distributed", "reference", "local"] as const)
      if (tablesOf(category).includes(name) && (category !== "local" || tied.has(oid)))
        spread.set(oid, category);
  }
  return {
    volatility,
    operators: await map("select oid::text as key, oprcode::oid::text as value from pg_operator"),
    inputs: await map("select oid::text as key, typinput::oid::text as value from pg_type"),
    outputs: await map("select oid::text as key, typoutput::oid::text as value from pg_type"),
    spread,
  };
}

/** Lets PostgreSQL parse a statement without running it: as the body of a function that is then dropped. */
export async function treeOf(client: Client, text: string): Promise<Tree[]> {
  await client.query("begin");
  try {
    await client.query({ text: `prepare probe as ${text}` });
    const { rows } = await client.query<{ types: string }>(
      "select array_to_string(parameter_types::text[], ',') as types from pg_prepared_statements where name = 'probe'",
    );
    await client.query("deallocate probe");
    const types = rows[0]?.types ?? "";
    await client.query(`create function probe(${types}) returns void language sql begin atomic ${text}; end`);
    const body = await client.query<{ tree: string }>(
      "select prosqlbody::text as tree from pg_proc where proname = 'probe'",
    );
    return readTree(body.rows[0]?.tree ?? "");
  } finally {
    await client.query("rollback");
    await client.query("deallocate all");
  }
}
