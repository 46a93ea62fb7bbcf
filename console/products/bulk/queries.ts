import { queryOptions } from "@tanstack/react-query";
import type { BulkChange, BulkJob, Quantities, RefusedRow } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { listOptions } from "../../../ui/list.ts";

/** True if a file is finished. */
export const isOver = ({ state }: BulkJob): boolean => state === "done" || state === "failed";

/** A file's job. While it runs it is also polled, in case a live event is lost. */
export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ["jobs", "job", id],
    queryFn: ({ signal }) => ask<BulkJob>("GET", `/api/v1/bulk-jobs/${id}`, { signal }),
    refetchInterval: ({ state: { data } }) => (data === undefined || isOver(data) ? false : 2_000),
  });

/** What the links of a checked file would do to the quantities. Read only once, because it asks Smaregi. */
export const quantitiesQuery = (id: string) =>
  queryOptions({
    queryKey: ["file quantities", id],
    queryFn: ({ signal }) =>
      ask<{ quantities: Quantities | null }>("GET", `/api/v1/bulk-jobs/${id}/quantities`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

export const jobsOptions = listOptions<BulkJob>(["jobs", "list"], "/api/v1/bulk-jobs", { limit: 20 });
export const changesOptions = (id: string) =>
  listOptions<BulkChange>(["jobs", "changes", id], `/api/v1/bulk-jobs/${id}/changes`, { limit: 100 });
export const refusedOptions = (id: string) =>
  listOptions<RefusedRow>(["jobs", "refused", id], `/api/v1/bulk-jobs/${id}/errors`, { limit: 50 });
