import { Badge, Stack, Text } from "@mantine/core";
import type { WebhookEndpoint } from "../../../src/http/api-types.ts";
import { useWords } from "../../../ui/language.tsx";
import { receiverWords } from "./words.ts";

type Props = { of: Pick<WebhookEndpoint, "state" | "offWhy">; note?: string | null };

/** Shows if a receiver is on, and why not; `note`: another reason why nothing is sent to it. */
export function ReceiverState({ of: { state, offWhy }, note = null }: Props) {
  const said = useWords(receiverWords);
  return (
    <Stack gap={4} ta="left" align="flex-start">
      <Badge color={state === "on" ? "green" : "shu"}>{said[state]}</Badge>
      {offWhy === undefined ? null : <Text size="sm">{said.offWhy[offWhy]}</Text>}
      {note === null ? null : <Text size="sm">{note}</Text>}
    </Stack>
  );
}
