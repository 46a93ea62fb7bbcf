import { Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import type { Quantities } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { Section } from "../../ui/Section.tsx";
import { useConfirm } from "../../ui/useConfirm.tsx";
import { QuantityChanges } from "../effect/QuantityChanges.tsx";
import { TextLink } from "../frame/links.tsx";
import { useMay } from "../frame/session.ts";
import type { OrderSearch } from "../orders/search.ts";
import { topWords } from "./words.ts";

/** P6: how many orders wait for a press, and the button that sends all of them. */
export function OrdersBehind({ count, isOn }: { count: number; isOn: boolean }) {
  const words = useWords(topWords);
  const { number } = useFormats();
  const mayRepair = useMay("link.repair");
  const confirm = useConfirm();
  const send = useMutation({
    mutationFn: () => ask<{ sent: number }>("POST", "/api/v1/orders/send", { body: { orderIds: "behind" } }),
    onSuccess: ({ sent }) => notifications.show({ message: words.behindSent(number(sent)) }),
  });
  const many = number(count);
  const look = useMutation({
    mutationFn: () =>
      ask<{ quantities: Quantities }>("POST", "/api/v1/orders/send/preview", {
        body: { orderIds: "behind" },
      }),
  });
  const press = async () => {
    const seen = await look.mutateAsync().catch(() => null);
    if (seen === null) return;
    const question = {
      title: words.behindSend,
      says: (
        <Stack gap="xs">
          <Text size="sm">{words.behindSays(many)}</Text>
          <QuantityChanges of={seen.quantities} />
        </Stack>
      ),
      does: words.behindSend,
    };
    if (await confirm(question)) send.mutate();
  };
  return (
    <Section title={words.behind(many)} tone="wrong">
      <Stack gap="sm" align="flex-start">
        <Text>{words.behindLead}</Text>
        {isOn ? null : <Text>{words.behindOff}</Text>}
        <Group gap="md">
          {isOn && mayRepair ? (
            <Button loading={look.isPending || send.isPending} onClick={() => void press()}>
              {words.behindSend}
            </Button>
          ) : null}
          <TextLink to="/orders" search={{ link: "failed" } as OrderSearch}>
            {words.behindOrders}
          </TextLink>
        </Group>
        <ProblemNotice error={look.error ?? send.error} />
      </Stack>
    </Section>
  );
}
