import { infiniteQueryOptions, useInfiniteQuery, type QueryKey } from "@tanstack/react-query";
import { ask, withQuery, type Listed } from "./api.ts";

type Query = Record<string, string | number | boolean | undefined>;

/** A list of the server, page by page. The key's first word is the topic whose live events renew it. */
export function listOptions<Item>(key: QueryKey, path: string, query: Query = {}) {
  return infiniteQueryOptions({
    queryKey: [...key, query],
    queryFn: ({ pageParam, signal }) =>
      ask<Listed<Item>>("GET", withQuery(path, { ...query, cursor: pageParam ?? undefined }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}

/** A list as a table takes it: all rows loaded so far, and how to load further ones. */
export function useList<Item>(options: ReturnType<typeof listOptions<Item>>) {
  const list = useInfiniteQuery(options);
  return {
    rows: list.data?.pages.flatMap((page) => page.items) ?? [],
    isLoading: list.isPending,
    error: list.error,
    retry: () => void list.refetch(),
    more: list.hasNextPage ? () => void list.fetchNextPage() : null,
    isLoadingMore: list.isFetchingNextPage,
  };
}
