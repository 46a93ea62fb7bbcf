import { queryOptions } from "@tanstack/react-query";
import type {
  Order,
  OrderLogEntry,
  OrdersBeside,
  OrderTabs,
  Plan,
  PlanOrder,
} from "../../../src/http/api-types.ts";
import { ask, withQuery } from "../../../ui/api.ts";
import { listOptions } from "../../../ui/list.ts";
import type { PlanSearch } from "../plans/search.ts";
import type { OrderSearch } from "../search.ts";

/** Orders for the search of the list's address, newest first. */
export const ordersOptions = (search: OrderSearch) =>
  listOptions<Order>(["orders", "list"], "/api/v1/orders", search);

/** How many orders wait for what, and the shop's saved searches. */
export const tabsOptions = queryOptions({
  queryKey: ["orders", "tabs"],
  queryFn: ({ signal }) => ask<OrderTabs>("GET", "/api/v1/order-tabs", { signal }),
});

/** The orders before and after this one in the list of a search. */
export const besideOptions = (id: string, search: OrderSearch) =>
  queryOptions({
    queryKey: ["orders", "beside", id, search],
    queryFn: ({ signal }) =>
      ask<OrdersBeside>("GET", withQuery(`/api/v1/orders/${id}/beside`, search), { signal }),
  });

/** One order. */
export const orderOptions = (id: string) =>
  queryOptions({
    queryKey: ["orders", "order", id],
    queryFn: ({ signal }) => ask<Order>("GET", `/api/v1/orders/${id}`, { signal }),
  });

/** 受注明細のログ, oldest first. */
export const orderLogOptions = (id: string) =>
  listOptions<OrderLogEntry>(["orders", "log", id], `/api/v1/orders/${id}/log`, { limit: 200 });

/** Plans, newest first. */
export const plansOptions = (search: PlanSearch) =>
  listOptions<Plan>(["orders", "plans"], "/api/v1/plans", search);

/** One plan. */
export const planOptions = (id: string) =>
  queryOptions({
    queryKey: ["orders", "plan", id],
    queryFn: ({ signal }) => ask<Plan>("GET", `/api/v1/plans/${id}`, { signal }),
  });

/** The past dates of a plan, newest first, each with its order. */
export const planOrdersOptions = (id: string) =>
  listOptions<PlanOrder>(["orders", "plan orders", id], `/api/v1/plans/${id}/orders`);
