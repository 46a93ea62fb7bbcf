import { SimpleGrid, Text, TextInput } from "@mantine/core";
import { useWords } from "../../../ui/language.tsx";
import { Section } from "../../../ui/Section.tsx";
import { moneyLines } from "../parts/money.ts";
import { orderWords } from "../parts/words.ts";
import type { EntryPart } from "./form.ts";
import { entryWords } from "./words.ts";

/** The money lines. Blank costs nothing, but a blank shipping fee is undecided. */
export function MoneyFields({ form, errorOf }: EntryPart) {
  const words = useWords(entryWords);
  const said = useWords(orderWords);
  const hints: Partial<Record<string, string>> = {
    shippingFee: words.shippingHint,
    adjustment: words.adjustmentHint,
  };
  return (
    <Section title={words.money}>
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
        {moneyLines.map(({ key, sign }) => (
          <TextInput
            key={key}
            label={said.money[key]}
            inputMode={key === "adjustment" ? "text" : "numeric"}
            placeholder={hints[key] ?? "0"}
            leftSection={sign === -1 ? <span aria-hidden>−</span> : undefined}
            {...form.getInputProps(key)}
            error={errorOf(key)}
          />
        ))}
      </SimpleGrid>
      <Text size="sm" className="soft" mt="xs">
        {words.moneyHint}
      </Text>
    </Section>
  );
}
