import { queryOptions } from "@tanstack/react-query";
import type { SmaregiProducts } from "../../../../src/http/api-types.ts";
import { ask, withQuery } from "../../../../ui/api.ts";

/** The most results that a person looks through; for others they type more. */
const most = 8;

/** Finds Smaregi products in the mirror by name, code, JAN or ID; an exact match comes first. */
export const smaregiOptions = (q: string, isWanted: boolean) =>
  queryOptions({
    queryKey: ["smaregi-products", q],
    queryFn: async ({ signal }) =>
      await ask<SmaregiProducts>("GET", withQuery("/api/v1/smaregi-products", { q, limit: most }), {
        signal,
      }),
    // During the first reading of the product master the results still grow.
    refetchInterval: ({ state: { data } }) => (data?.mirror.state === "reading" ? 1_000 : false),
    enabled: isWanted && q !== "",
    placeholderData: (found, earlier) => (q.startsWith(earlier?.queryKey[1] ?? q) ? found : undefined),
  });
