import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Order } from "../../../src/http/api-types.ts";
import { showAnswer } from "../../../ui/answer.ts";
import { ask } from "../../../ui/api.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useMay } from "../../frame/session.ts";
import { orderOptions } from "../parts/queries.ts";
import { orderWords } from "../parts/words.ts";
import { showWords } from "./words.ts";

const axes = { payment: ["unpaid", "paid"], shipping: ["unshipped", "preparing", "shipped"] } as const;
type Axis = keyof typeof axes;

/** 入金 and 発送 of an order with the present step marked. Every step can be chosen, also an earlier one. */
export function Axes({ order }: { order: Order }) {
  const words = useWords(showWords);
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (changed: Record<string, string>) =>
      ask<Order>("PATCH", `/api/v1/orders/${order.id}/work`, { body: changed }),
    onSuccess: (now) => {
      showAnswer(client, orderOptions(order.id).queryKey, now);
      void client.invalidateQueries({ queryKey: ["orders", "log", order.id] });
    },
  });
  const isCancelled = order.status === "cancelled";
  return (
    <Stack gap="sm">
      {isCancelled ? <Text size="sm">{words.cancelled}</Text> : null}
      <ProblemNotice error={change.error} />
      {(["payment", "shipping"] as const).map((axis) => (
        <Steps
          key={axis}
          axis={axis}
          work={order.work}
          isOpen={!isCancelled}
          pending={change.isPending ? change.variables[axis] : undefined}
          choose={(step) => change.mutate({ [axis]: step })}
        />
      ))}
    </Stack>
  );
}

type Props = {
  axis: Axis;
  work: Order["work"];
  isOpen: boolean;
  pending: string | undefined;
  choose(step: string): void;
};

function Steps({ axis, work, isOpen, pending, choose }: Props) {
  const said = useWords(orderWords);
  const { day } = useFormats();
  const mayEdit = useMay("orders.edit") && isOpen;
  const on = axis === "payment" ? work.paidOn : work.shippedOn;
  const names: Record<string, string> = said.steps;
  return (
    <div className="axis">
      <Text size="sm" fw={600}>
        {said[axis]}
      </Text>
      <Group gap="xs" role="group" aria-label={said[axis]}>
        {mayEdit ? (
          axes[axis].map((step) => (
            <Button
              key={step}
              size="compact-md"
              variant={step === work[axis] ? "filled" : "default"}
              aria-pressed={step === work[axis]}
              loading={pending === step}
              onClick={() => step === work[axis] || choose(step)}
            >
              {names[step]}
            </Button>
          ))
        ) : (
          <Text size="sm">{names[work[axis]]}</Text>
        )}
        {on === undefined ? null : (
          <Text size="sm" className="soft figures">
            {day(on)}
          </Text>
        )}
      </Group>
    </div>
  );
}
