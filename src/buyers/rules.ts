import { folded, mailSpelling } from "../kit/text/rules.ts";
import { knownOf } from "../orders/rules.ts";

/** What identifies an order's buyer: a mail address in its one spelling, a phone's digits; null if not given. */
export type Identity = { email: string | null; phone: string | null };

/** Returns what identifies an order's buyer. Names are no identity: several people share one. */
export function identityOf(customer: object | null): Identity {
  const email = mailSpelling(knownOf(customer, "email"));
  const phone = folded(knownOf(customer, "phone")).replaceAll(/\D/g, "");
  return { email: email.includes("@") ? email : null, phone: phone.length >= 9 ? phone : null };
}

/** True if two orders have the same buyer: the same address, or the same phone unless their addresses differ. */
export function isSameBuyer(one: Identity, other: Identity): boolean {
  if (one.email !== null && other.email !== null) return one.email === other.email;
  return one.phone !== null && one.phone === other.phone;
}

/** True for orders that still need their buyer's address. A membership fee needs none once it is paid. */
export const isUnderWay = ({ kind, status }: { kind: string; status: string }): boolean =>
  status !== "shipped" && status !== "cancelled" && !(kind === "membershipFee" && status === "paid");
