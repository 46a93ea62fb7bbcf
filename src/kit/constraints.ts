import pg from "pg";

/** Whether PostgreSQL refused a write because of this unique index or constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof pg.DatabaseError && error.constraint === constraint;
}
