import { Badge, Button, Paper } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { ApiKey, NewApiKey } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { DataTable, type Column } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { listOptions, useList } from "../../../ui/list.ts";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { useMay } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import { HandOver, type Secret } from "./HandOver.tsx";
import { NewApiKeyDialog } from "./NewApiKeyDialog.tsx";
import { keyWords } from "./words.ts";

/** APIキー: made, shown once, revoked. For owners. */
export default function ApiKeysPage() {
  const said = useWords(frame);
  const words = useWords(keyWords);
  const mayManage = useMay("accounts.edit");
  return (
    <Page title={said.apiKeys} lead={mayManage ? words.lead : words.mayNot}>
      {mayManage ? <ApiKeys /> : null}
    </Page>
  );
}

function ApiKeys() {
  const said = useWords(frame);
  const words = useWords(keyWords);
  const { moment } = useFormats();
  const list = useList(listOptions<ApiKey>(["staff", "api-keys"], "/api/v1/api-keys"));
  const [isNew, setNew] = useState(false);
  const [secret, setSecret] = useState<Secret | null>(null);
  const made = ({ name, apiKey }: NewApiKey) => {
    setNew(false);
    setSecret({ title: words.keyTitle(name), says: words.keySays, label: words.key, value: apiKey });
  };
  const columns: Column<ApiKey>[] = [
    { title: words.name, cell: ({ name }) => name },
    { title: words.created, cell: ({ createdAt }) => moment(createdAt) },
    {
      title: words.lastUsed,
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? words.never : moment(lastUsedAt)),
    },
    {
      title: words.state,
      cell: ({ revokedAt }) => (
        <Badge color={revokedAt === null ? "green.9" : "gray.7"}>
          {revokedAt === null ? words.active : words.revoked(moment(revokedAt))}
        </Badge>
      ),
    },
    { title: "", cell: (key) => (key.revokedAt === null ? <Revoke apiKey={key} /> : null) },
  ];
  return (
    <>
      <Button style={{ alignSelf: "flex-start" }} onClick={() => setNew(true)}>
        {words.add}
      </Button>
      <ProblemNotice error={list.error} retry={list.retry} />
      {list.error === null ? (
        <Paper>
          <DataTable
            label={said.apiKeys}
            columns={columns}
            of={({ id }) => id}
            empty={words.empty}
            {...list}
          />
        </Paper>
      ) : null}
      <NewApiKeyDialog isOpen={isNew} made={made} close={() => setNew(false)} />
      <HandOver secret={secret} close={() => setSecret(null)} />
    </>
  );
}

function Revoke({ apiKey: { id, name } }: { apiKey: ApiKey }) {
  const words = useWords(keyWords);
  const confirm = useConfirm();
  const revoke = useMutation({
    mutationFn: () => ask("DELETE", `/api/v1/api-keys/${id}`),
    onSuccess: () => notifications.show({ message: words.wasRevoked }),
    onError: (error) => notifications.show({ color: "shu", message: error.message }),
  });
  const start = async () => {
    const question = { title: words.revokeTitle(name), says: words.revokeSays, does: words.revoke };
    if (await confirm({ ...question, isDestructive: true })) revoke.mutate();
  };
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={words.revokeNamed(name)}
      loading={revoke.isPending}
      onClick={() => void start()}
    >
      {words.revoke}
    </Button>
  );
}
