import { SimpleGrid, TextInput } from "@mantine/core";
import type { HTMLInputTypeAttribute } from "react";
import { useWords } from "../../../ui/language.tsx";
import { Section } from "../../../ui/Section.tsx";
import { buyerFields, type BuyerField } from "../parts/buyer.ts";
import { orderWords } from "../parts/words.ts";
import type { EntryPart } from "./form.ts";

const types: Partial<Record<BuyerField, HTMLInputTypeAttribute>> = { phone: "tel" };

/** The buyer and the address. All fields are optional: over the counter, no one asks for them. */
export function BuyerFields({ form, errorOf }: EntryPart) {
  const words = useWords(orderWords);
  return (
    <Section title={words.buyer}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {buyerFields.map((field) => (
          <TextInput
            key={field}
            label={words.customer[field]}
            type={types[field] ?? "text"}
            // Browsers would fill in the staff's own address.
            autoComplete="off"
            {...form.getInputProps(`customer.${field}`)}
            error={errorOf(`customer.${field}`)}
          />
        ))}
      </SimpleGrid>
    </Section>
  );
}
