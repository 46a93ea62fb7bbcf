import { queryOptions } from "@tanstack/react-query";
import type { Status } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";

/** How the link stands; every page shows its notices. */
export const statusQuery = queryOptions({
  queryKey: ["link", "status"],
  queryFn: ({ signal }) => ask<Status>("GET", "/api/v1/status", { signal }),
});
