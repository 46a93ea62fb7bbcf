import { Alert, Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Connection, ConnectionPreview } from "../../../../src/http/api-types.ts";
import { showAnswer } from "../../../../ui/answer.ts";
import { ask } from "../../../../ui/api.ts";
import { useFormats } from "../../../../ui/format.ts";
import { useWords } from "../../../../ui/language.tsx";
import { Loading } from "../../../../ui/Loading.tsx";
import { ProblemNotice } from "../../../../ui/ProblemNotice.tsx";
import { useConfirm } from "../../../../ui/useConfirm.tsx";
import { QuantityChanges } from "../../../effect/QuantityChanges.tsx";
import { effectWords } from "../../../effect/words.ts";
import { Checks } from "../Checks.tsx";
import { connectionPath, connectionQuery } from "../connection.ts";
import { faultsOf } from "../preview.ts";
import { startWords } from "./words.ts";

/** P3, C6: shows how the quantities will change, and then the switch. A fall to 0 needs a tick, and faults need a confirmation. */
export function OnStep({ saved }: { saved: Connection }) {
  const words = useWords(startWords);
  const effect = useWords(effectWords);
  const { number } = useFormats();
  const confirm = useConfirm();
  const client = useQueryClient();
  const [hasSeen, setSeen] = useState(false);
  const { contractId, storeId, terminalId, mode } = saved;
  const body = { contractId, storeId, terminalId, mode, enabled: true };
  const version = JSON.stringify(body);
  const { mutate: look, ...looked } = useMutation({
    mutationFn: (asked: string) =>
      ask<ConnectionPreview>("POST", `${connectionPath}/preview`, { body: JSON.parse(asked) as object }),
  });
  useEffect(() => look(version), [look, version]);
  const preview = looked.data;
  // The preview was shown, or the reason why there is none. Until then it cannot be switched on.
  const isSettled = !looked.isPending && (preview !== undefined || looked.error !== null);
  const faults = preview === undefined ? [] : faultsOf(preview);
  const isGreen = preview !== undefined && faults.length === 0;
  const turnOn = useMutation({
    mutationFn: () =>
      ask<Connection>("PUT", connectionPath, {
        body: {
          ...body,
          ...(preview === undefined ? {} : { previewId: preview.previewId }),
          ...(isGreen ? {} : { nevertheless: true }),
        },
      }),
    onSuccess: ({ notice: _, ...now }) => showAnswer(client, connectionQuery.queryKey, now),
  });
  const press = async () => {
    const question = {
      title: words.anywayTitle,
      says: words.anywaySays,
      does: words.turnOnAnyway,
      isDestructive: true,
    };
    if (isGreen || (await confirm(question))) turnOn.mutate();
  };
  const zeros = preview?.quantities.toZero ?? 0;
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">{words.onLead}</Text>
      {looked.isPending ? <Loading says={words.looking} /> : null}
      <ProblemNotice error={looked.error} retry={() => look(version)} />
      {preview === undefined || looked.isPending ? null : (
        <div role="status" style={{ width: "100%" }}>
          <QuantityChanges of={preview.quantities} />
          {preview.orders.notAsTheyStand === 0 ? null : (
            <Text size="sm" mt="xs">
              {words.orders(number(preview.orders.notAsTheyStand))}
            </Text>
          )}
          {faults.length === 0 ? null : (
            <Alert color="shu" variant="light" mt="sm" title={words.notGreen}>
              <Checks checks={faults} />
            </Alert>
          )}
        </div>
      )}
      {zeros === 0 ? null : (
        <Checkbox
          label={effect.sawZeros(number(zeros))}
          checked={hasSeen}
          onChange={(event) => setSeen(event.currentTarget.checked)}
        />
      )}
      <ProblemNotice error={turnOn.error} />
      <Group gap="sm">
        <Button
          {...(isGreen ? {} : { color: "shu", variant: "outline" })}
          disabled={!isSettled || (zeros > 0 && !hasSeen)}
          loading={turnOn.isPending}
          onClick={() => void press()}
        >
          {isGreen ? words.turnOn : words.turnOnAnyway}
        </Button>
        <Button variant="default" loading={looked.isPending} onClick={() => look(version)}>
          {words.lookAgain}
        </Button>
      </Group>
    </Stack>
  );
}
