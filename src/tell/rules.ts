/** Everything that pages are told about, grouped by what they have to read again. */
export const topics = [
  "products",
  "orders",
  "link",
  "jobs",
  "reconciliations",
  "connection",
  "staff",
  "smaregiProducts",
  "receivers",
  "incidents",
  "links",
  "audit",
] as const;
export type Topic = (typeof topics)[number];

/** If more products than this changed, they are not named one by one. */
export const mostNamed = 100;
