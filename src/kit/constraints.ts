import pg from "pg";

/**
 * True if PostgreSQL refused a write because of this unique index or constraint. On a distributed database it is the constraint
 * of a shard: its name ends with the shard's number, and sometimes only the message has it.
 */
export function violates(error: unknown, constraint: string): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  if (error.constraint === constraint) return true;
  // 23: an integrity constraint. The quotes in the message depend on the server's language.
  return (
    error.code?.startsWith("23") === true && new RegExp(`\\b${constraint}(_\\d+)?\\b`).test(error.message)
  );
}
