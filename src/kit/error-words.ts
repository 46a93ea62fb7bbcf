/**
 * What an error says, for people. Where a name leads to several addresses (`localhost`: IPv4 and IPv6) and none can be reached, the
 * error itself says nothing, and one for each address does.
 */
export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(wordsOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
