import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Status } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";

/** How the link stands, with today's figures; every page shows its notices. */
export const statusQuery = queryOptions({
  queryKey: ["link orders connection", "status"],
  queryFn: ({ signal }) => ask<Status>("GET", "/api/v1/status", { signal }),
});

/** Whether the assured mode is on: what fails is sent again by itself (B2). */
export const useIsAssured = (): boolean => useQuery(statusQuery).data?.connection.mode === "assured";
