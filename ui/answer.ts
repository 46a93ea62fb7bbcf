import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Shows what a write answered at once, and reads it again: what changed after the write may have been told of before its answer
 * came, and nothing would tell of it once more.
 */
export function showAnswer(client: QueryClient, queryKey: QueryKey, answer: unknown): void {
  client.setQueryData(queryKey, answer);
  void client.invalidateQueries({ queryKey });
}
