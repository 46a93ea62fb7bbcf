import { Stack, Text } from "@mantine/core";
import type { BulkPreview } from "../../../src/http/api-types.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { matchWords } from "./match-words.ts";

type Product = BulkPreview["products"][number];

/** The first products of a file, as they will be registered. */
export function FirstProducts({ products }: Pick<BulkPreview, "products">) {
  const words = useWords(matchWords);
  const { number } = useFormats();
  const stockOf = ({ stockManaged, quantity }: Product["variations"][number]) =>
    stockManaged ? (quantity === null ? words.noQuantity : number(quantity)) : words.unlimited;
  return (
    <Stack gap="xs">
      <Text fw={600}>{words.first}</Text>
      <DataTable
        label={words.firstTable}
        rows={products}
        of={({ row }) => String(row)}
        empty={words.noProducts}
        columns={[
          {
            title: words.product,
            cell: ({ name, productCode, published, problems }) => (
              <Stack gap={2}>
                <span>{name ?? words.noName}</span>
                <Text size="sm" className="soft">
                  {[productCode, published === false ? words.hidden : null].filter(Boolean).join(" ")}
                </Text>
                {problems.map((problem) => (
                  <Text key={problem} size="sm" className="field-error">
                    {problem}
                  </Text>
                ))}
              </Stack>
            ),
          },
          {
            title: words.priceShown,
            isNumber: true,
            cell: ({ price }) => (price === null ? "" : words.yen(number(price))),
          },
          {
            title: words.variations,
            width: "50%",
            cell: ({ variations }) => (
              <Stack gap={2}>
                {variations.map((each, nth) => (
                  <span key={`${nth} ${each.name}`}>
                    {[
                      each.name,
                      each.productCode,
                      each.janCode,
                      each.smaregiProductId === null ? null : words.linked(each.smaregiProductId),
                      words.stock(stockOf(each)),
                    ]
                      .filter(Boolean)
                      .join(" ・ ")}
                  </span>
                ))}
              </Stack>
            ),
          },
        ]}
      />
    </Stack>
  );
}
