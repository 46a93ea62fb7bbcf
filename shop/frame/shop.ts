import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Shop } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";

/** The merchant number in the page's address. */
export const shopNumber = /^\/shop\/([0-9-]+)/.exec(location.pathname)?.[1] ?? "";

/** An address of this shop's API. */
export const shopPath = (path: string): string => `/shop/v1/${shopNumber}${path}`;

/** Whose shop it is; 404 where there is none, or it has ended. */
export const shopQuery = queryOptions({
  queryKey: ["shop"],
  queryFn: ({ signal }) => ask<Shop>("GET", shopPath(""), { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The shop's name; pages are shown only where there is a shop. */
export function useShopName(): string {
  return useQuery(shopQuery).data?.name ?? "";
}
