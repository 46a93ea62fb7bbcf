import type { OrderSearch } from "../search.ts";

/** The chosen orders, as the API takes them: a list, or all orders of a search. */
export type Chosen = { orderIds: string[] } | { search: OrderSearch };
