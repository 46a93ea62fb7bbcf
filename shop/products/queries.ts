import { queryOptions } from "@tanstack/react-query";
import type { ShopProduct } from "../../src/http/api-types.ts";
import { listOptions } from "../../ui/list.ts";
import { shopPath, type Place } from "../frame/shop.ts";
import type { ShopSearch } from "./search.ts";

/** What is sold here, newest first. The page itself names the first of them (`src/http/pages.ts`): by this very address. */
export const productsQuery = (place: Place, search: ShopSearch) =>
  listOptions<ShopProduct>(
    ["products", "list"],
    shopPath(place, "/products"),
    { ...search, limit: 24 },
    { by: place.ask },
  );

/** One product; its live events renew it. */
export const productQuery = (place: Place, id: string) =>
  queryOptions({
    queryKey: ["products", "product", id],
    queryFn: ({ signal }) =>
      place.ask<ShopProduct>("GET", shopPath(place, `/products/${encodeURIComponent(id)}`), { signal }),
  });
