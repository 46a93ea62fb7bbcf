import { SimpleGrid, TextInput } from "@mantine/core";
import type { HTMLInputTypeAttribute } from "react";
import { useWords } from "../../../ui/language.tsx";
import { Section } from "../../../ui/Section.tsx";
import { buyerFields, type BuyerField } from "../parts/buyer.ts";
import { orderWords } from "../parts/words.ts";
import type { EntryPart } from "./form.ts";

const types: Partial<Record<BuyerField, HTMLInputTypeAttribute>> = { phone: "tel" };

/** Who ordered, and where it goes. Nothing of it is needed: over the counter, nobody asks. */
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
            // The staff's own address is not the buyer's.
            autoComplete="off"
            {...form.getInputProps(`customer.${field}`)}
            error={errorOf(`customer.${field}`)}
          />
        ))}
      </SimpleGrid>
    </Section>
  );
}
