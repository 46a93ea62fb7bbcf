/**
 * The text of an error for people. If a name has several addresses (`localhost`: IPv4 and IPv6) and none can be reached, the error
 * itself has no text, but it contains one error per address.
 */
export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(wordsOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
