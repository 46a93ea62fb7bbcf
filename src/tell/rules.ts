/** What pages show, by what has to be read again when it changes: all that they are told of. */
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

/** More products than these are not named one by one. */
export const mostNamed = 100;
