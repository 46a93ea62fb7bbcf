import { queryOptions } from "@tanstack/react-query";
import type { Incident, IncidentWhole, List } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";

/** The newest open incidents, for the bell and 加盟店TOP. */
export const newestQuery = queryOptions({
  queryKey: ["incidents", "newest"],
  queryFn: ({ signal }) => ask<List<Incident>>("GET", "/api/v1/incidents?state=open&limit=5", { signal }),
});

/** One incident, with what a press would send again, and who was told how. */
export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: ["incidents receivers link orders", "incident", id],
    queryFn: ({ signal }) =>
      ask<IncidentWhole>("GET", `/api/v1/incidents/${encodeURIComponent(id)}`, { signal }),
  });
