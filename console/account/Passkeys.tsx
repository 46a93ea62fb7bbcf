import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { OwnPasskey } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";
import { DataTable, type Column } from "../../ui/DataTable.tsx";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { useConfirm } from "../../ui/useConfirm.tsx";
import { askConfirmed } from "../frame/confirmation.ts";
import { makePasskey, takesPasskeys } from "../frame/passkey.ts";
import { browserName } from "./browser-name.ts";
import { RecoveryCodes } from "./RecoveryCodes.tsx";
import { passkeyWords, sessionWords } from "./words.ts";

const at = "/console/api/passkeys";
const passkeysQuery = {
  queryKey: ["staff", "passkeys"],
  queryFn: () => ask<{ items: OwnPasskey[] }>("GET", at),
};

/** パスキー: the account's own devices that sign in without a password: listed, added with a name, and removed. */
export function Passkeys() {
  const words = useWords(passkeyWords);
  const client = useQueryClient();
  const passkeys = useQuery(passkeysQuery);
  const [codes, setCodes] = useState<string[] | null>(null);
  const confirm = useConfirm();
  const remove = useMutation({
    mutationFn: (id: string) => askConfirmed("DELETE", `${at}/${id}`),
    onSuccess: async () => {
      notifications.show({ message: words.removed });
      await client.invalidateQueries();
    },
  });
  const askToRemove = async ({ id, name }: OwnPasskey) => {
    const question = { title: words.removeTitle(name), says: words.removeSays, does: words.remove };
    if (await confirm({ ...question, isDestructive: true })) remove.mutate(id);
  };
  const added = async (recoveryCodes: string[] | null) => {
    notifications.show({ message: words.added });
    // The recovery codes are shown first, before the page shows what they protect.
    if (recoveryCodes === null) await client.invalidateQueries();
    else setCodes(recoveryCodes);
  };
  const seen = () => {
    setCodes(null);
    void client.invalidateQueries();
  };
  if (codes !== null) return <RecoveryCodes codes={codes} done={seen} />;
  return (
    <Stack align="stretch">
      <ProblemNotice error={remove.error ?? passkeys.error} retry={() => void passkeys.refetch()} />
      <Text size="sm">{words.lead}</Text>
      <PasskeyTable
        rows={passkeys.data?.items ?? []}
        isLoading={passkeys.isPending}
        removing={remove.isPending ? remove.variables : null}
        remove={(passkey) => void askToRemove(passkey)}
      />
      {takesPasskeys() ? (
        <AddPasskey done={added} />
      ) : (
        <Text size="sm" className="soft">
          {words.notHere}
        </Text>
      )}
    </Stack>
  );
}

function PasskeyTable({
  rows,
  isLoading,
  removing,
  remove,
}: {
  rows: OwnPasskey[];
  isLoading: boolean;
  removing: string | null;
  remove(passkey: OwnPasskey): void;
}) {
  const words = useWords(passkeyWords);
  const { moment } = useFormats();
  const columns: Column<OwnPasskey>[] = [
    { title: words.name, cell: ({ name }) => <span className="text">{name}</span> },
    { title: words.createdAt, cell: ({ createdAt }) => moment(createdAt) },
    { title: words.usedAt, cell: ({ usedAt }) => (usedAt === null ? words.unused : moment(usedAt)) },
    {
      title: words.actions,
      cell: (passkey) => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={words.removeNamed(passkey.name)}
          loading={removing === passkey.id}
          onClick={() => remove(passkey)}
        >
          {words.remove}
        </Button>
      ),
    },
  ];
  return (
    <DataTable
      label={words.title}
      columns={columns}
      rows={rows}
      of={({ id }) => id}
      empty={words.none}
      isLoading={isLoading}
    />
  );
}

function AddPasskey({ done }: { done(recoveryCodes: string[] | null): Promise<void> }) {
  const words = useWords(passkeyWords);
  const { unknown } = useWords(sessionWords);
  const form = useForm({
    initialValues: { name: browserName(navigator.userAgent) ?? unknown },
    validate: { name: (value) => (value.trim() === "" ? words.nameMissing : null) },
  });
  const add = useMutation({
    mutationFn: async ({ name }: typeof form.values) => {
      const passkey = await makePasskey();
      return await askConfirmed<{ recoveryCodes: string[] | null }>("POST", at, { body: { name, passkey } });
    },
    onSuccess: ({ recoveryCodes }) => done(recoveryCodes),
  });
  return (
    <form onSubmit={form.onSubmit((values) => add.mutate(values))} noValidate>
      <Stack>
        <ProblemNotice error={add.error} />
        <Group align="flex-end" gap="xs">
          <TextInput
            label={words.newName}
            maxLength={50}
            required
            style={{ flexGrow: 1, maxWidth: 320 }}
            {...form.getInputProps("name")}
          />
          <Button type="submit" loading={add.isPending}>
            {words.add}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
