import pg from "pg";

/**
 * Whether PostgreSQL refused a write because of this unique index or constraint. On a distributed database it is a shard's, whose
 * name has the shard's number at its end, and only the message may tell it.
 */
export function violates(error: unknown, constraint: string): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  if (error.constraint === constraint) return true;
  // 23: an integrity constraint. What the message quotes is in quotes of the server's language.
  return (
    error.code?.startsWith("23") === true && new RegExp(`\\b${constraint}(_\\d+)?\\b`).test(error.message)
  );
}
