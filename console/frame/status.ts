import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Status } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";

/** The state of the link, with today's figures. Every page shows its notices. */
export const statusQuery = queryOptions({
  queryKey: ["link orders products connection incidents", "status"],
  queryFn: ({ signal }) => ask<Status>("GET", "/api/v1/status", { signal }),
});

/**
 * True if no one has to do anything about a failure: the link is on in the assured mode, and checks or sends again by itself (B2).
 */
export function useGoesOn({ goesOn }: { goesOn?: boolean | undefined }): boolean {
  const connection = useQuery(statusQuery).data?.connection;
  return connection?.state === "on" && connection.mode === "assured" && goesOn === true;
}
