import type { OrderTabs } from "../../../src/http/api-types.ts";
import { readOrderSearch, type OrderSearch } from "../search.ts";

export type Tab = { key: string; name: string | null; search: OrderSearch; count: number };

/** The list's tabs: first the built-in ones (the page has their names), then the shop's own. */
export function tabsOf(counts: OrderTabs): Tab[] {
  const { all, unpaid, unshipped, behind, saved } = counts;
  return [
    { key: "all", name: null, search: {}, count: all },
    { key: "unpaid", name: null, search: { payment: "unpaid" }, count: unpaid },
    { key: "unshipped", name: null, search: { shipping: "unshipped" }, count: unshipped },
    { key: "behind", name: null, search: { behind: true }, count: behind },
    ...saved.map(({ id, name, search, count }) => ({
      key: id,
      name,
      search: readOrderSearch(search),
      count,
    })),
  ];
}

const names = ["payment", "shipping", "behind"] as const;
const all = ["q", "status", "kind", "link", "from", "to", ...names] as const;
const isSame = (one: OrderSearch, other: OrderSearch, fields: readonly (keyof OrderSearch)[]): boolean =>
  fields.every((field) => one[field] === other[field]);

/**
 * The tab of a search: the shop's own if the whole search is equal; otherwise the built-in tab with the same payment, shipping and
 * behind.
 */
export function tabOf(tabs: Tab[], search: OrderSearch): Tab | undefined {
  const own = tabs.filter(({ name }) => name !== null);
  return (
    own.find((tab) => isSame(tab.search, search, all)) ??
    tabs.find((tab) => tab.name === null && isSame(tab.search, search, names))
  );
}

/** The fields that narrow the list in addition to its tab. */
export const narrowing = (search: OrderSearch): (keyof OrderSearch)[] =>
  all.filter((field) => !(names as readonly string[]).includes(field) && search[field] !== undefined);
