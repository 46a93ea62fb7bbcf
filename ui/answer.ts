import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Shows the answer of a write at once, and reads it again. The live event of a later change may have come before this answer, and it
 * does not come a second time.
 */
export function showAnswer(client: QueryClient, queryKey: QueryKey, answer: unknown): void {
  client.setQueryData(queryKey, answer);
  void client.invalidateQueries({ queryKey });
}
