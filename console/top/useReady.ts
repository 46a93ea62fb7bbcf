import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Status } from "../../src/http/api-types.ts";
import { incidentQuery, newestQuery } from "../incidents/queries.ts";
import { heldQuery } from "./held.ts";

/**
 * True if everything is loaded that the head of 加盟店TOP shows for this status: what appears later would push down the text that
 * someone is reading. Once true it stays true; later changes are shown in place.
 */
export function useReady(status: Status | undefined): boolean {
  const [wasReady, setReady] = useState(false);
  const newest = useQuery({ ...newestQuery, enabled: (status?.openIncidents ?? 0) > 0 });
  const down = newest.data?.items.find(({ cause }) => cause === "smaregi_down");
  const waiting = useQuery({ ...incidentQuery(down?.id ?? ""), enabled: down !== undefined });
  const held = useQuery({ ...heldQuery, enabled: (status?.zeroQuestion ?? null) !== null });
  // Does not wait for a failed read.
  const isReady =
    status !== undefined &&
    ![newest, waiting, held].some(
      ({ isFetching, isFetchedAfterMount, failureCount }) =>
        isFetching && !isFetchedAfterMount && failureCount === 0,
    );
  if (isReady && !wasReady) setReady(true);
  return isReady || wasReady;
}
