import { Badge, Button, Paper, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { Delivery, WebhookEndpoint } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { DataTable, type Column } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { listOptions, useList } from "../../../ui/list.ts";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { TextLink } from "../../frame/links.tsx";
import { useMay } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import { Tries } from "../receivers/Tries.tsx";
import { receiverWords } from "../receivers/words.ts";
import { webhookWords } from "./words.ts";

/** The deliveries to an endpoint, newest first, with each try. Each can be sent again. For owners. */
export default function DeliveriesPage() {
  const words = useWords(webhookWords);
  if (useMay("settings.edit")) return <Deliveries />;
  return <Page title={words.deliveries} lead={words.mayNot} />;
}

function Deliveries() {
  const said = useWords(frame);
  const words = useWords(webhookWords);
  const { id } = useParams({ from: "/shell/settings/webhooks/$id" });
  const at = `/api/v1/webhook-endpoints/${encodeURIComponent(id)}`;
  const endpoint = useQuery({
    queryKey: ["receivers", "endpoint", id],
    queryFn: ({ signal }) => ask<WebhookEndpoint>("GET", at, { signal }),
  });
  const list = useList(listOptions<Delivery>(["receivers", "deliveries", id], `${at}/deliveries`));
  const columns = useDeliveryColumns();
  return (
    <Page
      title={words.deliveries}
      lead={<span className="text">{endpoint.data?.url ?? ""}</span>}
      back={
        <TextLink to="/settings/webhooks" size="sm">
          {said.webhooks}
        </TextLink>
      }
    >
      <ProblemNotice error={list.error} retry={list.retry} />
      {list.error === null || list.rows.length > 0 ? (
        <Paper>
          <DataTable
            label={words.deliveries}
            columns={columns}
            of={(delivery) => delivery.id}
            empty={words.none}
            {...list}
          />
        </Paper>
      ) : null}
    </Page>
  );
}

function useDeliveryColumns(): Column<Delivery>[] {
  const words = useWords(webhookWords);
  const said = useWords(receiverWords);
  const { moment } = useFormats();
  return [
    { title: words.at, width: "11rem", cell: ({ createdAt }) => moment(createdAt) },
    { title: words.what, cell: ({ type }) => words.event[type] ?? type },
    {
      title: words.state,
      cell: (delivery) => (
        <Stack gap={4} ta="left" align="flex-start">
          <Badge color={said.deliveryColors[delivery.state]}>{said.deliveryStates[delivery.state]}</Badge>
          <Tries delivery={delivery} />
        </Stack>
      ),
    },
    { title: words.actions, width: "8rem", cell: (delivery) => <SendAgain delivery={delivery} /> },
  ];
}

function SendAgain({ delivery: { id, type, createdAt } }: { delivery: Delivery }) {
  const words = useWords(webhookWords);
  const { moment } = useFormats();
  const send = useMutation({
    mutationFn: () => ask("POST", `/api/v1/deliveries/${id}/retry`),
    onSuccess: () => notifications.show({ message: words.sentAgain }),
    onError: (error) => notifications.show({ color: "shu", message: error.message }),
  });
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={words.sendAgainNamed(words.event[type] ?? type, moment(createdAt))}
      loading={send.isPending}
      onClick={() => send.mutate()}
    >
      {words.sendAgain}
    </Button>
  );
}
