import { Client } from "pg";
import type { Connection } from "../../src/kit/embedded-postgres/start.ts";

/** Runs one statement on the PostgreSQL server as a whole, one process at a time. Returns its rows. */
export async function asAdmin(postgres: Connection, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ ...postgres, database: "postgres" });
  await client.connect();
  try {
    // Two clones at once would lock each other out of the template.
    await client.query("select pg_advisory_lock(1)");
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
