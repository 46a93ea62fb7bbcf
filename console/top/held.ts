import { queryOptions } from "@tanstack/react-query";
import type { IntegrationLogEntry, Product } from "../../src/http/api-types.ts";
import { ask, type Listed } from "../../ui/api.ts";

export type Held = { id: string; name: string; systemProductNumber: string; smaregiProductId: string };

/**
 * Which variations the mass-zero guard holds: their readings failed because Smaregi has no such product, and their
 * quantities are kept (those of single ones that are gone are 0).
 */
export const heldQuery = queryOptions({
  queryKey: ["link products", "held"],
  queryFn: async ({ signal }): Promise<Held[]> => {
    const [log, products] = await Promise.all([
      ask<Listed<IntegrationLogEntry>>("GET", "/api/v1/integration-log?state=open&limit=200", { signal }),
      ask<Listed<Product>>("GET", "/api/v1/products?state=failed&limit=200", { signal }),
    ]);
    const gone = new Set(
      log.items.filter(({ status }) => status === 404).map((each) => each.systemProductNumber),
    );
    return products.items.flatMap(({ id, name, variations }) =>
      variations
        .filter((each) => gone.has(each.systemProductNumber) && each.quantity !== 0)
        .map((each) => ({
          id,
          name: [name, each.name].filter((part) => part !== "").join(" "),
          systemProductNumber: each.systemProductNumber,
          smaregiProductId: each.smaregiProductId ?? "",
        })),
    );
  },
});
