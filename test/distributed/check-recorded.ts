import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Connection } from "../../src/kit/embedded-postgres/start.ts";
import { openDatabase } from "../../src/kit/database.ts";
import { tablesOf } from "../../src/kit/distributed/categories.ts";
import { readKnown, treeOf } from "./ask-tree.ts";
import { refusalsOf } from "./refusals.ts";

/** Where the servers of this run record their statements (record.mjs), one per line. */
const recordOf = (folder: string): string => join(folder, "statements.jsonl");

/** Opens the record of a run: some servers run as another user. */
export function openRecord(folder: string): void {
  writeFileSync(recordOf(folder), "");
  chmodSync(recordOf(folder), 0o666);
}

const word = (names: string[]) =>
  new RegExp(String.raw`(from|join|into|update)\s+"?(${names.join("|")})"?\b`);
const ofOurs = word([...tablesOf("distributed"), ...tablesOf("reference"), ...tablesOf("local")]);
const ofMerchants = word(tablesOf("distributed"));

/** The beginnings of statements about all merchants: sweeps, deletions of old data, and counts for operators. */
const aboutAll = [
  /^\s*delete from "?\w+"? where "?\(?"?(at|ended_at|created_at|made_at|settled_at|received_at|state|used_at)\b/,
  /^\s*update counters set value/,
  /^\s*update \w+ set (paused_until|next_at) = \S+ where (state = 'waiting' and )?\1 >/,
  /^\s*select\s+\(select count\(\*\) from orders where restless\)/,
  /^\s*select cause, .* from incidents where state = 'open' group by cause$/,
  /^\s*select substring\("\w+_sealed" from 1 for 12\)/,
];

/**
 * Checks the statements of this run's servers as Citus would (B12); writes to standard error what it would refuse. This PostgreSQL
 * parses the statements in a migrated database, and does not run them.
 */
export async function checkRecorded(folder: string, connection: Connection): Promise<void> {
  const path = recordOf(folder);
  if (!existsSync(path)) return;
  const texts = [...new Set(readFileSync(path, "utf8").split("\n"))]
    .filter(Boolean)
    .map((line) => JSON.parse(line) as string);
  rmSync(path);
  const ours = texts.filter(
    (text) => /^\s*(\/\*\w+\*\/\s*)*(insert|update|delete|with|select)\b/.test(text) && ofOurs.test(text),
  );
  const database = openDatabase(connection, { max: 1, onError: () => undefined });
  const client = await database.pool.connect();
  const wrong: string[] = [];
  try {
    const known = await readKnown(client);
    for (const text of ours) {
      // A function takes a hundred parameters at most: for many rows at once, the tree is the same as for a few.
      const told = text.includes("$101") ? [] : refusalsOf(await treeOf(client, text), known);
      if (ofMerchants.test(text) && !/merchant_?id/i.test(text) && !aboutAll.some((each) => each.test(text)))
        told.push("whose rows are meant is not said");
      if (told.length > 0) wrong.push(`${told.join(", ")}: ${text}`);
    }
  } finally {
    client.release();
    await database.close();
  }
  // Reported, but not a failure yet: so far not every statement of a whole run was checked.
  if (wrong.length > 0)
    process.stderr.write(
      `Citus would refuse ${wrong.length} of ${ours.length} statements:\n${wrong.join("\n")}\n`,
    );
}
