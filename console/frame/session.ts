import { notifications } from "@mantine/notifications";
import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import type { Permission, Session } from "../../src/http/api-types.ts";
import { ask, Problem } from "../../ui/api.ts";

/** Who is signed in, and what they may do; an owner may change both meanwhile. */
export const sessionQuery = queryOptions({
  queryKey: ["staff connection", "session"],
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
export function useMay(permission: Permission): boolean {
  return useSession().may.includes(permission);
}

/** Whether a call was refused because nobody is signed in any more. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof Problem && error.status === 401 && error.code === "unauthorized";

/** Signs out, and begins anew: nothing of what this reader saw stays in the page. */
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
