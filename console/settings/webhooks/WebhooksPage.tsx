import { Button, Paper } from "@mantine/core";
import { useState } from "react";
import type { WebhookEndpoint } from "../../../src/http/api-types.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { useWords } from "../../../ui/language.tsx";
import { listOptions, useList } from "../../../ui/list.ts";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useMay } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import { HandOver, type Secret } from "../staff/HandOver.tsx";
import { HelpLink } from "../../help/HelpLink.tsx";
import { NewEndpointDialog } from "./NewEndpointDialog.tsx";
import { useEndpointColumns } from "./columns.tsx";
import { webhookWords } from "./words.ts";

/** Webhook: the endpoints that events are sent to. The secret of a new one is shown once. For owners. */
export default function WebhooksPage() {
  const said = useWords(frame);
  const words = useWords(webhookWords);
  if (useMay("settings.edit")) return <Endpoints />;
  return <Page help={<HelpLink topic="systems" />} title={said.webhooks} lead={words.mayNot} />;
}

function Endpoints() {
  const said = useWords(frame);
  const words = useWords(webhookWords);
  const list = useList(listOptions<WebhookEndpoint>(["receivers", "endpoints"], "/api/v1/webhook-endpoints"));
  const [isNew, setNew] = useState(false);
  const [secret, setSecret] = useState<Secret | null>(null);
  const columns = useEndpointColumns();
  const made = (value: string) => {
    setNew(false);
    setSecret({ title: words.secretTitle, says: words.secretSays, label: words.secret, value });
  };
  return (
    <Page
      help={<HelpLink topic="systems" />}
      title={said.webhooks}
      lead={words.lead}
      actions={<Button onClick={() => setNew(true)}>{words.add}</Button>}
    >
      <ProblemNotice error={list.error} retry={list.retry} />
      {list.error === null || list.rows.length > 0 ? (
        <Paper>
          <DataTable
            label={said.webhooks}
            columns={columns}
            of={({ id }) => id}
            empty={words.empty}
            {...list}
          />
        </Paper>
      ) : null}
      <NewEndpointDialog isOpen={isNew} made={made} close={() => setNew(false)} />
      <HandOver secret={secret} close={() => setSecret(null)} />
    </Page>
  );
}
