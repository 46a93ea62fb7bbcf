import { Button, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Order, OrderPreview } from "../../../src/http/api-types.ts";
import { showAnswer } from "../../../ui/answer.ts";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { Effect } from "../parts/Effect.tsx";
import { orderOptions } from "../parts/queries.ts";
import { showWords } from "./words.ts";

/** Cancels an order, after one question that says the effect on the stock and in Smaregi (O4). */
export function CancelButton({ order: { id, number } }: { order: Order }) {
  const words = useWords(showWords);
  const client = useQueryClient();
  const confirm = useConfirm();
  const body = { status: "cancelled" };
  const onError = (error: Error) => notifications.show({ color: "shu", message: error.message });
  const look = useMutation({
    mutationFn: () => ask<OrderPreview>("POST", `/api/v1/orders/${id}/status/preview`, { body }),
    onError,
  });
  const cancel = useMutation({
    mutationFn: () => ask<Order>("POST", `/api/v1/orders/${id}/status`, { body }),
    onSuccess: (cancelled) => {
      showAnswer(client, orderOptions(id).queryKey, cancelled);
      void client.invalidateQueries({ queryKey: ["orders", "log", id] });
      notifications.show({ message: words.cancelDone });
    },
    onError,
  });
  const start = async () => {
    const preview = await look.mutateAsync().catch(() => null);
    if (preview !== null && (await confirm(question(words, number, preview)))) cancel.mutate();
  };
  return (
    <Button
      variant="subtle"
      color="shu"
      loading={look.isPending || cancel.isPending}
      onClick={() => void start()}
    >
      {words.cancel}
    </Button>
  );
}

const question = (words: typeof showWords.ja, number: string, preview: OrderPreview) => ({
  title: words.cancelTitle(number),
  says: <Says preview={preview} />,
  does: words.cancelDoes,
  isDestructive: true,
});

function Says({ preview }: { preview: OrderPreview }) {
  const words = useWords(showWords);
  return (
    <Stack gap="md">
      <Text size="sm">{words.cancelSays}</Text>
      <Effect of={preview} />
    </Stack>
  );
}
