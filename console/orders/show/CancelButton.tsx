import { Button, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Order, OrderPreview } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { Effect } from "../parts/Effect.tsx";
import { orderOptions } from "../parts/queries.ts";
import { showWords } from "./words.ts";

/** Cancels an order, after it was said once what that does to the stock and in Smaregi (O4). */
export function CancelButton({ order: { id, number } }: { order: Order }) {
  const words = useWords(showWords);
  const client = useQueryClient();
  const confirm = useConfirm();
  const body = { status: "cancelled" };
  const cancel = useMutation({
    mutationFn: async () => {
      const preview = await ask<OrderPreview>("POST", `/api/v1/orders/${id}/status/preview`, { body });
      if (!(await confirm(question(words, number, preview)))) return;
      const cancelled = await ask<Order>("POST", `/api/v1/orders/${id}/status`, { body });
      client.setQueryData(orderOptions(id).queryKey, cancelled);
      void client.invalidateQueries({ queryKey: ["orders", "log", id] });
      notifications.show({ message: words.cancelDone });
    },
    onError: (error) => notifications.show({ color: "shu", message: error.message }),
  });
  return (
    <Button variant="subtle" color="shu" loading={cancel.isPending} onClick={() => cancel.mutate()}>
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
