import { queryOptions } from "@tanstack/react-query";
import type { HeldVariation } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";

/** The variations that the mass-zero guard holds back and asks about; at most 200. */
export const heldQuery = queryOptions({
  queryKey: ["link products", "held"],
  queryFn: async ({ signal }): Promise<HeldVariation[]> =>
    (await ask<{ items: HeldVariation[] }>("GET", "/api/v1/zero-question/held", { signal })).items,
});
