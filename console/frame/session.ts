import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Session } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";

/** Who is signed in, and what they may do. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: () => ask<Session>("GET", "/console/api/session"),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

/** The session of the signed-in reader; pages are shown only with one. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (data === undefined) throw new Error("No page is shown without a session.");
  return data;
}

/** Whether the reader may do this; what they may not, they can still see. */
export function useMay(permission: Session["may"][number]): boolean {
  return useSession().may.includes(permission);
}
