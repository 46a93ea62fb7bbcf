import { Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Order } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useMay } from "../../frame/session.ts";
import { StatusMark } from "../parts/marks.tsx";
import { orderOptions } from "../parts/queries.ts";
import { orderWords } from "../parts/words.ts";
import { showWords } from "./words.ts";

const steps = ["new", "paid", "preparing", "shipped"] as const;

/** The steps of an order, the present one marked; each can be chosen, also backwards. */
export function StatusSteps({ order }: { order: Order }) {
  const words = useWords(showWords);
  const said = useWords(orderWords);
  const client = useQueryClient();
  const mayEdit = useMay("orders.edit");
  const change = useMutation({
    mutationFn: (status: Order["status"]) =>
      ask<Order>("POST", `/api/v1/orders/${order.id}/status`, { body: { status } }),
    onSuccess: (changed) => {
      client.setQueryData(orderOptions(order.id).queryKey, changed);
      void client.invalidateQueries({ queryKey: ["orders", "log", order.id] });
      notifications.show({ message: words.changed(said.statuses[changed.status]) });
    },
  });
  if (order.status === "cancelled") return <Text>{words.cancelled}</Text>;
  if (!mayEdit) return <StatusMark status={order.status} />;
  return (
    <Stack gap="sm">
      <ProblemNotice error={change.error} />
      <Group gap="xs" role="group" aria-label={words.steps}>
        {steps.map((status) => (
          <Button
            key={status}
            size="compact-md"
            variant={status === order.status ? "filled" : "default"}
            aria-pressed={status === order.status}
            loading={change.isPending && change.variables === status}
            onClick={() => status === order.status || change.mutate(status)}
          >
            {said.statuses[status]}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}
