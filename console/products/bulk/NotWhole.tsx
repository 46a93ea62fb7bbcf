import { Alert, Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { NotWhole as Lost } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { bulkWords } from "./words.ts";

/** Beside an export in Shift_JIS: how many values lose a character there, and the export that loses none. */
export function NotWhole() {
  const words = useWords(bulkWords);
  const { number } = useFormats();
  const { data } = useQuery({
    queryKey: ["not-whole"],
    gcTime: 0,
    queryFn: ({ signal }) => ask<Lost>("GET", "/api/v1/products-not-whole", { signal }),
  });
  if (data === undefined || data.cells === 0) return null;
  return (
    <Alert color="yellow" variant="light" mt="xs" role="status">
      <Text size="sm">{words.notWhole(number(data.cells))}</Text>
      <ul>
        {data.examples.slice(0, 3).map(({ systemProductNumber, text, written }) => (
          <li key={`${systemProductNumber} ${text}`}>{words.writtenAs(text, written)}</li>
        ))}
      </ul>
      <Anchor size="sm" href="/api/v1/products.csv?encoding=utf-8" download>
        {words.exportWhole}
      </Anchor>
    </Alert>
  );
}
