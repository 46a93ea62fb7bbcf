import { notifications } from "@mantine/notifications";
import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import type { Permission, Session } from "../../src/http/api-types.ts";
import { ask, Problem } from "../../ui/api.ts";

/** The signed-in account and its permissions; an owner may change both meanwhile. */
export const sessionQuery = queryOptions({
  queryKey: ["staff connection", "session"],
  queryFn: () => ask<Session>("GET", "/console/api/session"),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

/** The session of the signed-in reader; pages are shown only if there is one. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (data === undefined) throw new Error("No page is shown without a session.");
  return data;
}

/** True if the reader has the permission. Without it they can still see the data. */
export function useMay(permission: Permission): boolean {
  return useSession().may.includes(permission);
}

/** True if a call was refused because no one is signed in any more. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof Problem && error.status === 401 && error.code === "unauthorized";

/** Signs out and reloads, so that nothing this reader saw stays in the page. */
export function useSignOut() {
  return useMutation({
    mutationFn: async () => {
      await ask("DELETE", "/console/api/session").catch((error: unknown) => {
        if (!isSignedOut(error)) throw error;
      });
    },
    onSuccess: () => location.assign("/console/"),
    onError: (error) => notifications.show({ color: "shu", message: error.message }),
  });
}
