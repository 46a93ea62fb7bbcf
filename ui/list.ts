import { infiniteQueryOptions, useInfiniteQuery, type QueryKey } from "@tanstack/react-query";
import { ask, withQuery, type Ask, type Listed } from "./api.ts";

type Query = Record<string, string | number | boolean | undefined>;

/**
 * A list of the server, page by page. The key's first word is the topic whose live events renew the list. `by`: how to call the
 * server, if not as the browser does.
 */
export function listOptions<Item>(
  key: QueryKey,
  path: string,
  query: Query = {},
  { by = ask }: { by?: Ask } = {},
) {
  return infiniteQueryOptions({
    queryKey: [...key, query],
    queryFn: ({ pageParam, signal }) =>
      by<Listed<Item>>("GET", withQuery(path, { ...query, cursor: pageParam ?? undefined }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}

/** A list in the form that a table takes: all rows loaded so far, and how to load more. */
export function useList<Item>(options: ReturnType<typeof listOptions<Item>>) {
  const list = useInfiniteQuery(options);
  const pages = list.data?.pages.length ?? 0;
  // A live event reads the list again. That may delay the next page or cancel its request, so it is requested again.
  const loadMore = async () => {
    for (let tries = 0; tries < 20; tries += 1) {
      const { data, hasNextPage, isError } = await list.fetchNextPage({ cancelRefetch: false });
      if (isError || !hasNextPage || (data?.pages.length ?? 0) > pages) return;
    }
  };
  return {
    rows: list.data?.pages.flatMap((page) => page.items) ?? [],
    isLoading: list.isPending,
    error: list.error,
    retry: () => void list.refetch(),
    more: list.hasNextPage ? () => void loadMore() : null,
    isLoadingMore: list.isFetchingNextPage,
  };
}
