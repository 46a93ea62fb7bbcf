import { queryOptions } from "@tanstack/react-query";
import type { ShopProduct } from "../../src/http/api-types.ts";
import { listOptions } from "../../ui/list.ts";
import { shopPath, type Place } from "../frame/shop.ts";
import type { ShopSearch } from "./search.ts";

/** What is sold here, newest first. The HTML page preloads the first ones by exactly this address (`src/http/pages.ts`). */
export const productsQuery = (place: Place, search: ShopSearch) =>
  listOptions<ShopProduct>(
    ["products", "list"],
    shopPath(place, "/products"),
    { ...search, limit: 24 },
    { by: place.ask },
  );

/** One product, renewed by its live events. */
export const productQuery = (place: Place, id: string) =>
  queryOptions({
    queryKey: ["products", "product", id],
    queryFn: ({ signal }) =>
      place.ask<ShopProduct>("GET", shopPath(place, `/products/${encodeURIComponent(id)}`), { signal }),
  });
