import { ActionIcon, Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconTrash } from "@tabler/icons-react";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ChangeEvent } from "react";
import type { PaymentChoices, PaymentMethods as Saved } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { Held } from "../../../ui/Held.tsx";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { useLeaveGuard } from "../../../ui/useLeaveGuard.ts";
import { connectionPath } from "./connection.ts";
import {
  faultOfRow,
  itemsOf,
  mergedItems,
  newRow,
  optionsOf,
  rowsOf,
  type PaymentRow,
} from "./payment-rows.ts";
import { paymentWords } from "./payment-words.ts";

const path = `${connectionPath}/payment-methods`;
type Store = { contractId: string; storeId: string };

/** The key contains the store, because each store has its own. */
const queryOf = ({ contractId, storeId }: Store) =>
  queryOptions({
    queryKey: ["connection", "payment methods", contractId, storeId],
    queryFn: () => ask<Saved>("GET", path),
  });

/** W6: maps the payment methods of orders to Smaregi's, for one store. */
export function PaymentMethods({ store }: { store: Store }) {
  const words = useWords(paymentWords);
  const { data: saved, error, refetch } = useQuery(queryOf(store));
  return (
    <Section title={words.title}>
      <Stack gap="sm">
        <Text size="sm" className="soft">
          {words.lead}
        </Text>
        <ProblemNotice error={error} retry={() => void refetch()} />
        {saved === undefined ? null : <Form saved={saved} store={store} />}
      </Stack>
    </Section>
  );
}

function Form({ saved, store }: { saved: Saved; store: Store }) {
  const words = useWords(paymentWords);
  const client = useQueryClient();
  const [rows, setRows] = useState(() => rowsOf(saved.items));
  // The list as it was when the form was filled. What someone else saves meanwhile is not a change made here.
  const [opened, setOpened] = useState(saved.items);
  const [isTried, setTried] = useState(false);
  const isDirty = JSON.stringify(itemsOf(rows)) !== JSON.stringify(opened);
  useLeaveGuard(() => isDirty);
  const save = useMutation({
    mutationFn: async () => {
      const now = await ask<Saved>("GET", path);
      const items = mergedItems(opened, itemsOf(rows), now.items);
      return await ask<Saved>("PUT", path, { body: { items, madeFor: store } });
    },
    onSuccess: (now) => {
      client.setQueryData(queryOf(store).queryKey, now);
      setOpened(now.items);
      setRows(rowsOf(now.items));
      setTried(false);
      notifications.show({ message: words.saved });
    },
  });
  const { data: choices, ...reading } = useMutation({
    mutationFn: () => ask<PaymentChoices>("GET", `${path}/choices`),
  });
  const change = (key: string, given: Partial<PaymentRow>) =>
    setRows((all) => all.map((row) => (row.key === key ? { ...row, ...given } : row)));
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (rows.every((row) => faultOfRow(row) === null)) save.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Held isSaving={save.isPending}>
        <Stack gap="sm" align="flex-start">
          {rows.length === 0 ? <Text size="sm">{words.none}</Text> : null}
          {rows.map((row, index) => (
            <Row
              key={row.key}
              row={row}
              nth={index + 1}
              isTried={isTried}
              choices={choices?.items ?? []}
              change={(given) => change(row.key, given)}
              drop={() => setRows((all) => all.filter(({ key }) => key !== row.key))}
            />
          ))}
          {rows.some(({ kind }) => kind === "method") ? (
            <>
              <Button
                variant="subtle"
                size="compact-md"
                loading={reading.isPending}
                onClick={() => reading.mutate()}
              >
                {words.choices}
              </Button>
              {choices === undefined ? null : (
                <Text size="sm" role="status">
                  {choices.unread !== null
                    ? words.unread(choices.unread.detail)
                    : choices.items.length === 0
                      ? words.noChoices
                      : null}
                </Text>
              )}
              <ProblemNotice error={reading.error} />
              <Text size="sm" className="soft">
                {words.refusal}
              </Text>
            </>
          ) : null}
          <ProblemNotice error={save.error} />
          <Group gap="sm">
            <Button variant="default" onClick={() => setRows((all) => [...all, newRow()])}>
              {words.add}
            </Button>
            <Button type="submit" disabled={!isDirty} loading={save.isPending}>
              {words.save}
            </Button>
          </Group>
        </Stack>
      </Held>
    </form>
  );
}

type RowProps = {
  row: PaymentRow;
  nth: number;
  isTried: boolean;
  /** Smaregi's payment methods if they were read; otherwise the ID is typed. */
  choices: PaymentChoices["items"];
  change(given: Partial<PaymentRow>): void;
  drop(): void;
};

function Row({ row, nth, isTried, choices, change, drop }: RowProps) {
  const words = useWords(paymentWords);
  const fault = isTried ? faultOfRow(row) : null;
  const method = {
    "aria-label": words.methodId(nth),
    value: row.methodId,
    error: fault === "wrongId" ? words.wrongId : null,
    onChange: ({ currentTarget }: ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
      change({ methodId: currentTarget.value }),
  };
  return (
    <Group gap="xs" align="flex-start">
      <TextInput
        aria-label={words.nameOf(nth)}
        placeholder={words.nameHint}
        autoComplete="off"
        value={row.name}
        error={fault === "wrongName" ? words.wrongName : null}
        onChange={({ currentTarget }) => change({ name: currentTarget.value })}
      />
      <NativeSelect
        aria-label={words.smaregiOf(nth)}
        value={row.kind}
        data={(["cash", "method", "credit"] as const).map((value) => ({ value, label: words.kinds[value] }))}
        onChange={({ currentTarget }) => change({ kind: currentTarget.value as PaymentRow["kind"] })}
      />
      {row.kind !== "method" ? null : choices.length === 0 ? (
        <TextInput
          {...method}
          placeholder={words.methodHint}
          inputMode="numeric"
          autoComplete="off"
          w="8rem"
        />
      ) : (
        <NativeSelect {...method} data={optionsOf(choices, row.methodId, words)} />
      )}
      <ActionIcon variant="default" size="input-sm" aria-label={words.drop(nth)} onClick={drop}>
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
