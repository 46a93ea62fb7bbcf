import type { Order } from "../../../src/http/api-types.ts";

/** The fields of a buyer on our pages. A cart may know more, which is kept unchanged. */
export const buyerFields = [
  "name",
  "kana",
  "postalCode",
  "prefecture",
  "address",
  "building",
  "phone",
  "email",
] as const;
export type BuyerField = (typeof buyerFields)[number];

/** The text that is stored for a buyer under this name; null if there is none. */
export function knownOf(customer: Order["customer"], name: string): string | null {
  const value = customer?.[name];
  return typeof value === "string" && value !== "" ? value : null;
}

/** The buyer's name; null if it is unknown. */
export const buyerName = (order: Pick<Order, "customer">): string | null => knownOf(order.customer, "name");
