import { tablesOf } from "./categories.ts";

/** A foreign key as the database prints it: `place` is its table, `definition` begins with FOREIGN KEY. */
export type ForeignKey = { name: string; place: string; definition: string };

/**
 * The state of a database: its foreign keys, our functions with their argument types, and the tables that are already distributed.
 */
export type Standing = { keys: ForeignKey[]; functions: string[]; distributed: string[] };

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Distributes one of our tables, with each merchant's rows on the machine of the merchant's other rows. */
export const distributeTable = (table: string): string =>
  tablesOf("reference").includes(table)
    ? `select create_reference_table(${quoted(table)})`
    : table === firstTable
      ? `select create_distributed_table(${quoted(table)}, 'merchant_id')`
      : `select create_distributed_table(${quoted(table)}, 'merchant_id', colocate_with => ${quoted(firstTable)})`;

/** The table that all others are co-located with. */
export const firstTable = "products";

/**
 * The statements that distribute our database with Citus, in order; each runs by itself. Foreign keys are dropped first and come
 * back last: otherwise the first distributed table would turn all tables that refer to it into local ones.
 */
export function stepsOf({ keys, functions, distributed }: Standing): string[] {
  const rest = tablesOf("distributed").filter((table) => table !== firstTable);
  const tables = [...tablesOf("reference"), firstTable, ...rest].filter(
    (table) => !distributed.includes(table),
  );
  return [
    // A distributed table can't have triggers, so the role gives up the right to do what the trigger refuses.
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
