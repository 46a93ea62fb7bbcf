import { Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import type { WebhookEndpoint } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { useWords } from "../../../ui/language.tsx";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { TextLink } from "../../frame/links.tsx";
import { ReceiverState } from "../receivers/ReceiverState.tsx";
import { webhookWords } from "./words.ts";

/** The columns of the list of endpoints. */
export function useEndpointColumns(): Column<WebhookEndpoint>[] {
  const words = useWords(webhookWords);
  return [
    { title: words.url, cell: ({ url }) => <span className="text">{url}</span> },
    {
      title: words.events,
      cell: ({ events }) => (
        <Stack gap={2}>
          {events.map((event) => (
            <Text key={event} size="sm">
              {words.event[event] ?? event}
            </Text>
          ))}
        </Stack>
      ),
    },
    {
      title: words.state,
      cell: (endpoint) => <ReceiverState of={endpoint} />,
    },
    {
      title: words.actions,
      width: "12rem",
      cell: (endpoint) => (
        <Group gap="sm">
          <TextLink
            to="/settings/webhooks/$id"
            params={{ id: endpoint.id }}
            size="sm"
            aria-label={words.deliveriesOf(endpoint.url)}
          >
            {words.deliveries}
          </TextLink>
          <Remove endpoint={endpoint} />
        </Group>
      ),
    },
  ];
}

function Remove({ endpoint: { id, url } }: { endpoint: WebhookEndpoint }) {
  const words = useWords(webhookWords);
  const confirm = useConfirm();
  const remove = useMutation({
    mutationFn: () => ask("DELETE", `/api/v1/webhook-endpoints/${id}`),
    onSuccess: () => notifications.show({ message: words.removed }),
    onError: (error) => notifications.show({ color: "shu", message: error.message }),
  });
  const start = async () => {
    const question = { title: words.removeTitle, says: words.removeSays(url), does: words.removeDoes };
    if (await confirm({ ...question, isDestructive: true })) remove.mutate();
  };
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={words.removeNamed(url)}
      loading={remove.isPending}
      onClick={() => void start()}
    >
      {words.remove}
    </Button>
  );
}
