const statuses = ["new", "paid", "preparing", "shipped", "cancelled"] as const;
const kinds = ["normal", "preorder", "proxy", "subscription", "membershipFee"] as const;
const links = ["sending", "registered", "failed", "cancelled", "off"] as const;

const payments = ["unpaid", "paid"] as const;
const shippings = ["unshipped", "preparing", "shipped"] as const;

/** The search in the list's address. Days are Japan's, YYYY-MM-DD, and both ends are included. */
export type OrderSearch = {
  q?: string;
  status?: (typeof statuses)[number];
  kind?: (typeof kinds)[number];
  link?: (typeof links)[number];
  /** From a tab: not paid yet, not shipped yet, or behind in Smaregi. */
  payment?: (typeof payments)[number];
  shipping?: (typeof shippings)[number];
  behind?: true;
  from?: string;
  to?: string;
};

/** The list's address also names the order job whose result is shown. */
export type ListSearch = OrderSearch & { job?: string | undefined };

/** Reads the list's address. */
export function readListSearch(given: Record<string, unknown>): ListSearch {
  const { job } = given;
  const search = readOrderSearch(given);
  return typeof job === "string" && /^[0-9a-f-]{36}$/.test(job) ? { ...search, job } : search;
}

const one = <Value extends string>(values: readonly Value[], given: unknown): Value | undefined =>
  values.find((each) => each === given);

const day = (given: unknown): string | undefined =>
  typeof given === "string" && /^\d{4}-\d\d-\d\d$/.test(given) && !Number.isNaN(Date.parse(given))
    ? given
    : undefined;

/** Reads the search from the address; leaves out what it does not understand. */
export function readOrderSearch(given: Record<string, unknown>): OrderSearch {
  const { q } = given;
  const search = {
    // The router reads digits as a number, but part of an order's number is a text.
    q: (typeof q === "string" && q !== "") || typeof q === "number" ? String(q) : undefined,
    status: one(statuses, given["status"]),
    kind: one(kinds, given["kind"]),
    link: one(links, given["link"]),
    payment: one(payments, given["payment"]),
    shipping: one(shippings, given["shipping"]),
    behind: given["behind"] === true || given["behind"] === "true" ? (true as const) : undefined,
    from: day(given["from"]),
    to: day(given["to"]),
  };
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}
