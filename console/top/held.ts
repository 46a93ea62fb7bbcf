import { queryOptions } from "@tanstack/react-query";
import type { HeldVariation } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";

/** Which variations the mass-zero guard holds and asks about, 200 at most. */
export const heldQuery = queryOptions({
  queryKey: ["link products", "held"],
  queryFn: async ({ signal }): Promise<HeldVariation[]> =>
    (await ask<{ items: HeldVariation[] }>("GET", "/api/v1/zero-question/held", { signal })).items,
});
