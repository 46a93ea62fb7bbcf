import { tablesOf } from "./categories.ts";

/** A foreign key as the database writes it: `place` is its table, `definition` begins with FOREIGN KEY. */
export type ForeignKey = { name: string; place: string; definition: string };

/** What a database has: its foreign keys, our functions with the types that they take, and the tables that are distributed already. */
export type Standing = { keys: ForeignKey[]; functions: string[]; distributed: string[] };

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Has a table of ours distributed, all merchants' rows of it on the machines of their other rows. */
export const distributeTable = (table: string): string =>
  tablesOf("reference").includes(table)
    ? `select create_reference_table(${quoted(table)})`
    : table === firstTable
      ? `select create_distributed_table(${quoted(table)}, 'merchant_id')`
      : `select create_distributed_table(${quoted(table)}, 'merchant_id', colocate_with => ${quoted(firstTable)})`;

/** The table that the others' rows stand beside. */
export const firstTable = "products";

/**
 * The statements that distribute a database of ours on Citus, in their order, each by itself. Foreign keys go first and come back
 * last: with them in place the first table to be distributed draws all that are tied to it along as local ones.
 */
export function stepsOf({ keys, functions, distributed }: Standing): string[] {
  const rest = tablesOf("distributed").filter((table) => table !== firstTable);
  const tables = [...tablesOf("reference"), firstTable, ...rest].filter(
    (table) => !distributed.includes(table),
  );
  return [
    // A distributed table has no triggers: what the trigger refuses, the role gives up its right to.
    ...(tables.includes("audit_log")
      ? [
          "drop trigger if exists audit_stays on audit_log",
          "revoke update, delete, truncate on audit_log from current_user",
        ]
      : []),
    ...keys.map(({ name, place }) => `alter table ${place} drop constraint if exists ${name}`),
    ...functions.map((each) => `select create_distributed_function(${quoted(each)})`),
    ...tables.map(distributeTable),
    ...keys.map(({ name, place, definition }) => `alter table ${place} add constraint ${name} ${definition}`),
  ];
}
