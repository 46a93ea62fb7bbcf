import type { OrderSearch } from "../search.ts";

/** Which orders are meant, as the API takes it: these, or all of a search. */
export type Chosen = { orderIds: string[] } | { search: OrderSearch };
