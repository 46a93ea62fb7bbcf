import { Badge, Group, Text, type MantineSize } from "@mantine/core";
import type { ShopProduct } from "../../src/http/api-types.ts";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { words as dictionary } from "./words.ts";

export type Priced = Pick<ShopProduct, "price" | "taxRate">;

/**
 * The price, tax included; with 軽減税率 if its rate is the reduced one. For several prices the lowest, with a note that there are
 * others.
 */
export function Price({ of, size = "md" }: { of: Priced[]; size?: MantineSize }) {
  const words = useWords(dictionary);
  const formats = useFormats();
  const lowest = Math.min(...of.map(({ price }) => price));
  const isRange = of.some(({ price }) => price !== lowest);
  return (
    <Group gap={6} component="span">
      <Text span fw={650} size={size}>
        {isRange ? words.from(formats.yen(lowest)) : formats.yen(lowest)}
        <Text span className="soft" size="xs" fw={400} ml={4}>
          {words.taxIncluded}
        </Text>
      </Text>
      {of.some(({ taxRate }) => taxRate === 8) ? <Badge color="gray">{words.reducedTax}</Badge> : null}
    </Group>
  );
}
