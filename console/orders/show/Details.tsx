import type { ReactNode } from "react";
import type { Order } from "../../../src/http/api-types.ts";
import { Facts } from "../../../ui/Facts.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { Section } from "../../../ui/Section.tsx";
import { buyerFields, knownOf } from "../parts/buyer.ts";
import { orderWords } from "../parts/words.ts";
import { showWords } from "./words.ts";

/** The buyer, as far as known; below it the actions. */
export function Buyer({ customer, children }: { customer: Order["customer"]; children?: ReactNode }) {
  const words = useWords(orderWords);
  const known = buyerFields.filter((field) => knownOf(customer, field) !== null);
  return (
    <Section title={words.buyer}>
      {known.length === 0 && knownOf(customer, "erasedAt") === null ? (
        <span className="soft">{words.noBuyer}</span>
      ) : null}
      <Facts
        facts={[
          ...known.map((field): [string, string | null] => [words.customer[field], knownOf(customer, field)]),
          [words.paymentMethod, knownOf(customer, "paymentMethod")],
        ]}
      />
      {children}
    </Section>
  );
}

/** The kind of the order, and where it came from. */
export function Details({ order }: { order: Order }) {
  const words = useWords(showWords);
  const said = useWords(orderWords);
  const { moment, day } = useFormats();
  return (
    <Section title={words.details}>
      <Facts
        facts={[
          [words.placedAt, moment(order.createdAt)],
          [said.kind, said.kinds[order.kind]],
          [said.releaseOn, order.releaseOn === undefined ? null : day(order.releaseOn)],
          [words.placedBy, order.placedBy],
          // For example the person at the phone, if another system entered the order.
          [words.enteredBy, order.enteredBy === order.placedBy ? null : (order.enteredBy ?? null)],
        ]}
      />
    </Section>
  );
}
