import { queryOptions } from "@tanstack/react-query";
import type { SmaregiProducts } from "../../../../src/http/api-types.ts";
import { ask, withQuery } from "../../../../ui/api.ts";

/** As many as a person looks through; who wants another types more. */
const most = 8;

/** The products of Smaregi that a name, code, JAN or ID finds in the mirrored master, an exact one first. */
export const smaregiOptions = (q: string, isWanted: boolean) =>
  queryOptions({
    queryKey: ["smaregi-products", q],
    queryFn: async ({ signal }) =>
      await ask<SmaregiProducts>("GET", withQuery("/api/v1/smaregi-products", { q, limit: most }), {
        signal,
      }),
    // While the master is read for the first time, what is found grows.
    refetchInterval: ({ state: { data } }) => (data?.mirror.state === "reading" ? 1_000 : false),
    enabled: isWanted && q !== "",
    placeholderData: (found, earlier) => (q.startsWith(earlier?.queryKey[1] ?? q) ? found : undefined),
  });
