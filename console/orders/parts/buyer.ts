import type { Order } from "../../../src/http/api-types.ts";

/** What our pages ask of a buyer; a cart may know more, which is kept as it is. */
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

/** What is known of a buyer under this name, as a text; null: nothing. */
export function knownOf(customer: Order["customer"], name: string): string | null {
  const value = customer?.[name];
  return typeof value === "string" && value !== "" ? value : null;
}

/** The buyer's name; null where it is not known. */
export const buyerName = (order: Pick<Order, "customer">): string | null => knownOf(order.customer, "name");
