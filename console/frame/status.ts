import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Status } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";

/** How the link stands, with today's figures; every page shows its notices. */
export const statusQuery = queryOptions({
  queryKey: ["link orders products connection incidents", "status"],
  queryFn: ({ signal }) => ask<Status>("GET", "/api/v1/status", { signal }),
});

/** Whether nobody has to do anything about a failure: the assured mode is on, and looks for it or sends it again (B2). */
export const useGoesOn = ({ goesOn }: { goesOn?: boolean | undefined }): boolean =>
  useQuery(statusQuery).data?.connection.mode === "assured" && goesOn === true;
