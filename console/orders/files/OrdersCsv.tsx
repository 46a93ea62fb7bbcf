import { Button, Checkbox, Group, Modal, SegmentedControl, Stack, Text } from "@mantine/core";
import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { OrderCsvColumn } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { download } from "../../../ui/download.ts";
import { useWords } from "../../../ui/language.tsx";
import { Loading } from "../../../ui/Loading.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { common } from "../../../ui/words.ts";
import { browserStorage } from "../../../ui/storage.ts";
import type { Chosen } from "../list/chosen.ts";
import { filesWords } from "./words.ts";

const columnsOptions = queryOptions({
  queryKey: ["order columns"],
  queryFn: ({ signal }) => ask<OrderCsvColumn[]>("GET", "/api/v1/order-columns", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The storage key for the last choice in this browser. */
const kept = "musubi-order-columns";
const readKept = (): string[] | null => browserStorage.getItem(kept)?.split(",") ?? null;

type Props = { chosen: Chosen; close(): void };

/** 受注CSV of the chosen orders, with a choice of columns. */
export function OrdersCsv({ chosen, close }: Props) {
  const words = useWords(filesWords);
  const said = useWords(common);
  const { data: all, error } = useQuery(columnsOptions);
  const [wanted, want] = useState(readKept);
  const [encoding, setEncoding] = useState<"utf-8" | "shift_jis">("utf-8");
  const columns = (all ?? []).map(({ key }) => key).filter((key) => wanted?.includes(key) ?? true);
  const save = useMutation({
    mutationFn: () => {
      browserStorage.setItem(kept, columns.join(","));
      return download("/api/v1/order-files/orders", "orders.csv", { orders: chosen, columns, encoding });
    },
    onSuccess: close,
  });
  return (
    <Modal
      opened
      onClose={close}
      title={words.csvTitle}
      size="lg"
      closeButtonProps={{ "aria-label": said.close }}
    >
      <Stack gap="sm">
        <ProblemNotice error={error ?? save.error} />
        <Group justify="space-between">
          <Text size="sm" fw={600}>
            {words.columns}
          </Text>
          <Group gap={4}>
            <Button size="compact-sm" variant="subtle" onClick={() => want(null)}>
              {words.all}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={() => want([])}>
              {words.none}
            </Button>
          </Group>
        </Group>
        {all === undefined && error === null ? <Loading /> : null}
        <div className="pair">
          {(all ?? []).map(({ key, heading }) => (
            <Checkbox
              key={key}
              label={heading}
              checked={columns.includes(key)}
              onChange={({ currentTarget: { checked } }) =>
                want(checked ? [...columns, key] : columns.filter((each) => each !== key))
              }
            />
          ))}
        </div>
        <SegmentedControl
          aria-label={words.encoding}
          value={encoding}
          data={(["utf-8", "shift_jis"] as const).map((value) => ({ value, label: words.encodings[value] }))}
          onChange={(value) => setEncoding(value as typeof encoding)}
        />
        <Button loading={save.isPending} disabled={columns.length === 0} onClick={() => save.mutate()}>
          {words.download}
        </Button>
      </Stack>
    </Modal>
  );
}
