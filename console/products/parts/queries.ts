import { queryOptions } from "@tanstack/react-query";
import type { Product } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { listOptions } from "../../../ui/list.ts";
import type { ProductSearch } from "../search.ts";

/** One product, read again if an event names it. */
export const productQuery = (id: string) =>
  queryOptions({
    queryKey: ["products", "product", id],
    queryFn: ({ signal }) => ask<Product>("GET", `/api/v1/products/${id}`, { signal }),
  });

/** Products that match a search, newest first; `limit` for each page. */
export const productsOptions = (search: ProductSearch, limit = 50) =>
  listOptions<Product>(["products", "list"], "/api/v1/products", { ...search, limit });
