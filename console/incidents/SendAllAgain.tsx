import { Button, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { IncidentWhole } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";
import { useWords } from "../../ui/language.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { useMay } from "../frame/session.ts";
import { incidentWords } from "./words.ts";

type Props = { incident: Pick<IncidentWhole, "id" | "cause" | "open"> };

/**
 * まとめて送り直す (P9): one button. Says beside it what it will send and do, and afterwards what is in progress. Pressing it can do no harm.
 */
export function SendAllAgain({ incident: { id, cause, open } }: Props) {
  const words = useWords(incidentWords);
  const mayRepair = useMay("link.repair");
  const send = useMutation({
    mutationFn: () => ask<IncidentWhole["open"]>("POST", `/api/v1/incidents/${id}/retry`),
  });
  if (!mayRepair) {
    return (
      <Text size="sm" className="soft">
        {words.mayNot}
      </Text>
    );
  }
  const isAboutReceivers = cause === "delivery_failed";
  return (
    <Stack gap={6} align="flex-start">
      <Button loading={send.isPending} onClick={() => send.mutate()}>
        {words.send}
      </Button>
      {send.data === undefined ? (
        <Text size="sm" className="soft">
          {isAboutReceivers ? words.receiversSay : words.sendSays(words.many(open))}
        </Text>
      ) : null}
      <Text size="sm" role="status">
        {send.data === undefined
          ? null
          : isAboutReceivers
            ? words.receiversSent
            : words.sent(words.many(send.data))}
      </Text>
      <ProblemNotice error={send.error} />
    </Stack>
  );
}
