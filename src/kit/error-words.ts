import { isUnopened } from "./hosts.ts";

/**
 * The text of an error for people. If a name has several addresses (`localhost`: IPv4 and IPv6) and none can be reached, the error
 * itself has no text, but it contains one error per address. One of a database connection ("certificate has expired") says so.
 */
export function wordsOf(error: unknown): string {
  return isUnopened(error) ? `No connection to the database: ${plainWordsOf(error)}` : plainWordsOf(error);
}

function plainWordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "")
    return error.errors.map(plainWordsOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
