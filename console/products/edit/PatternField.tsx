import { Radio, Stack } from "@mantine/core";
import { useWords } from "../../../ui/language.tsx";
import { productWords } from "../parts/words.ts";
import type { ProductFormApi } from "./BasicFields.tsx";
import { editWords } from "./words.ts";

const patterns = ["none", "pattern1", "pattern2"] as const;

/** バリエーションパターン, a sentence for each; locked, and why, where the product has orders. */
export function PatternField({ form, isLocked }: { form: ProductFormApi; isLocked: boolean }) {
  const words = useWords(editWords);
  const product = useWords(productWords);
  return (
    <Radio.Group
      label={product.pattern}
      mb="md"
      {...(isLocked ? { description: words.patternLocked } : {})}
      {...form.getInputProps("variationPattern")}
    >
      <Stack gap="xs" mt="xs">
        {patterns.map((pattern) => (
          <Radio
            key={pattern}
            value={pattern}
            label={product.patterns[pattern]}
            description={words.patternSays[pattern]}
            disabled={isLocked}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
