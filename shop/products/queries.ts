import { queryOptions } from "@tanstack/react-query";
import type { ShopProduct } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";
import { listOptions } from "../../ui/list.ts";
import { shopPath } from "../frame/shop.ts";
import type { ShopSearch } from "./search.ts";

/** What is sold here, newest first. The page itself names the first of them (`src/http/pages.ts`): by this very address. */
export const productsQuery = (search: ShopSearch) =>
  listOptions<ShopProduct>(["products", "list"], shopPath("/products"), { ...search, limit: 24 });

/** One product; its live events renew it. */
export const productQuery = (id: string) =>
  queryOptions({
    queryKey: ["products", "product", id],
    queryFn: ({ signal }) =>
      ask<ShopProduct>("GET", shopPath(`/products/${encodeURIComponent(id)}`), { signal }),
  });
