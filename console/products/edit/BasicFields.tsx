import { NativeSelect, SimpleGrid, Switch, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useWords } from "../../../ui/language.tsx";
import { Section } from "../../../ui/Section.tsx";
import { productWords } from "../parts/words.ts";
import type { ProductValues } from "./form.ts";
import { editWords } from "./words.ts";

export type ProductFormApi = UseFormReturnType<ProductValues>;

/** Name, code, price, tax rate, and whether buyers can see it. */
export function BasicFields({ form }: { form: ProductFormApi }) {
  const words = useWords(editWords);
  const product = useWords(productWords);
  const rates = (["10", "8"] as const).map((value) => ({ value, label: words.taxRates[value] }));
  return (
    <Section title={words.basics}>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} spacing="md">
        <TextInput label={product.name} withAsterisk {...form.getInputProps("name")} />
        <TextInput label={product.productCode} {...form.getInputProps("productCode")} />
        <TextInput label={product.price} withAsterisk inputMode="numeric" {...form.getInputProps("price")} />
        <NativeSelect label={product.taxRate} data={rates} {...form.getInputProps("taxRate")} />
        <Switch label={words.publish} mt="xs" {...form.getInputProps("published", { type: "checkbox" })} />
      </SimpleGrid>
    </Section>
  );
}
