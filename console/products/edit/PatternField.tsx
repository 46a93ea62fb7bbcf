import { Group, Radio, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../../../ui/language.tsx";
import { productWords } from "../parts/words.ts";
import type { ProductFormApi } from "./BasicFields.tsx";
import { editWords } from "./words.ts";

const patterns = ["none", "pattern1", "pattern2"] as const;

type Props = { form: ProductFormApi; isNew: boolean; isLocked: boolean };

/** バリエーションパターン, with a sentence for each while it can be chosen. If the product has orders, it is locked, and the reason is shown. */
export function PatternField({ form, isNew, isLocked }: Props) {
  const words = useWords(editWords);
  const product = useWords(productWords);
  const Choices = isNew ? Below : Beside;
  return (
    <Radio.Group
      label={product.pattern}
      mb="md"
      {...(isLocked ? { description: words.patternLocked } : {})}
      {...form.getInputProps("variationPattern")}
    >
      <Choices>
        {patterns.map((pattern) => (
          <Radio
            key={pattern}
            value={pattern}
            label={product.patterns[pattern]}
            {...(isNew ? { description: words.patternSays[pattern] } : {})}
            disabled={isLocked}
          />
        ))}
      </Choices>
      {isNew ? null : (
        <Text size="sm" className="soft" mt={4}>
          {words.patternSays[form.values.variationPattern]}
        </Text>
      )}
    </Radio.Group>
  );
}

const Below = ({ children }: { children: ReactNode }) => (
  <Stack gap="xs" mt="xs">
    {children}
  </Stack>
);
/** A person who comes for a number should not have to scroll past sentences. */
const Beside = ({ children }: { children: ReactNode }) => (
  <Group gap="lg" mt="xs">
    {children}
  </Group>
);
