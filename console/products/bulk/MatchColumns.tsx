import { Alert, Button, NativeSelect, Radio, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { BulkPreview } from "../../../src/http/api-types.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { FirstProducts } from "./FirstProducts.tsx";
import { matchWords } from "./match-words.ts";
import type { Chosen } from "./preview.ts";

type Props = {
  preview: BulkPreview;
  /** The present choice, which the preview may not show yet. */
  chosen: Chosen;
  choose(chosen: Chosen): void;
};

/** The columns of another cart's file: their meanings, and the first products as they will be. */
export function MatchColumns({ preview, chosen, choose }: Props) {
  const words = useWords(matchWords);
  const { list, number } = useFormats();
  const [showsAll, setShowsAll] = useState(false);
  const { cart, kept, choices, problems } = preview;
  const columns = preview.columns.map((each) => ({ ...each, meaning: chosen.columns[each.heading] ?? null }));
  const matched = columns.filter(({ meaning }) => meaning !== null);
  const others = columns.length - matched.length;
  const shown = showsAll || matched.length === 0 ? columns : matched;
  const set = (heading: string, meaning: string) => {
    const { columns: before, ...rest } = chosen;
    const left = Object.entries(before).filter(([each]) => each !== heading);
    choose({ ...rest, columns: Object.fromEntries(meaning === "" ? left : [...left, [heading, meaning]]) });
  };
  return (
    <Stack gap="sm" role="group" aria-label={words.title}>
      <Text fw={600} role="status">
        {cart === null ? words.unknownCart : words.ofCart(cart.title)}
      </Text>
      <Text size="sm">{kept ? words.kept : words.lead}</Text>
      <DataTable
        label={words.table}
        rows={shown}
        of={({ heading }) => heading}
        empty=""
        columns={[
          { title: words.heading, cell: ({ heading }) => heading },
          {
            title: words.samples,
            cell: ({ samples }) => list(samples.map((each) => [...each].slice(0, 30).join(""))),
          },
          {
            title: words.meaning,
            width: "16rem",
            cell: ({ heading, meaning }) => (
              <NativeSelect
                aria-label={words.meaningOf(heading)}
                value={meaning ?? ""}
                onChange={(event) => set(heading, event.currentTarget.value)}
                data={[
                  { value: "", label: words.passOver },
                  ...choices.map((each) => ({ value: each.meaning, label: each.title })),
                ]}
              />
            ),
          },
        ]}
      />
      {others === 0 || shown.length === columns.length ? null : (
        <Group>
          <Button variant="subtle" size="xs" onClick={() => setShowsAll(true)}>
            {words.showOthers(number(others))}
          </Button>
        </Group>
      )}
      <Radio.Group
        label={words.price}
        value={chosen.price}
        onChange={(price) => choose({ ...chosen, price: price as Chosen["price"] })}
      >
        <Group mt="xs">
          <Radio value="included" label={words.included} />
          <Radio value="excluded" label={words.excluded} />
        </Group>
      </Radio.Group>
      {problems.map((problem) => (
        <Alert key={problem} color="shu" variant="light">
          {problem}
        </Alert>
      ))}
      <FirstProducts products={preview.products} />
    </Stack>
  );
}
