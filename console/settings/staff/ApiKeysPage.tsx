import { Button, Paper } from "@mantine/core";
import { useState } from "react";
import type { ApiKey, NewApiKey } from "../../../src/http/api-types.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { useWords } from "../../../ui/language.tsx";
import { listOptions, useList } from "../../../ui/list.ts";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useMay } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import { HelpLink } from "../../help/HelpLink.tsx";
import { HandOver, type Secret } from "./HandOver.tsx";
import { NewApiKeyDialog } from "./NewApiKeyDialog.tsx";
import { useKeyColumns } from "./key-columns.tsx";
import { keyWords } from "./words.ts";

/** APIキー: creates keys, shows a new one once, and revokes them. For owners. */
export default function ApiKeysPage() {
  const said = useWords(frame);
  const words = useWords(keyWords);
  if (useMay("accounts.edit")) return <ApiKeys />;
  return <Page help={<HelpLink topic="systems" />} title={said.apiKeys} lead={words.mayNot} />;
}

function ApiKeys() {
  const said = useWords(frame);
  const words = useWords(keyWords);
  const list = useList(listOptions<ApiKey>(["staff", "api-keys"], "/api/v1/api-keys"));
  const [isNew, setNew] = useState(false);
  const [secret, setSecret] = useState<Secret | null>(null);
  const made = ({ name, apiKey }: NewApiKey) => {
    setNew(false);
    setSecret({ title: words.keyTitle(name), says: words.keySays, label: words.key, value: apiKey });
  };
  const columns = useKeyColumns();
  return (
    <Page
      help={<HelpLink topic="systems" />}
      title={said.apiKeys}
      lead={words.lead}
      actions={<Button onClick={() => setNew(true)}>{words.add}</Button>}
    >
      <ProblemNotice error={list.error} retry={list.retry} />
      {list.error === null || list.rows.length > 0 ? (
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
    </Page>
  );
}
