import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { NewSecondStep, SecondStep as Step } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { useConfirm } from "../../ui/useConfirm.tsx";
import { askConfirmed } from "../frame/confirmation.ts";
import { RecoveryCodes } from "./RecoveryCodes.tsx";
import { SetUpApp } from "./SetUpApp.tsx";
import { secondStepWords } from "./words.ts";

const at = "/console/api/second-step";
const stepQuery = { queryKey: ["staff", "second-step"], queryFn: () => ask<Step>("GET", at) };

/** 2段階認証: sets it up with an app, shows its recovery codes, and switches it off. */
export function SecondStep() {
  const words = useWords(secondStepWords);
  const client = useQueryClient();
  const step = useQuery(stepQuery);
  const [secret, setSecret] = useState<NewSecondStep | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const act = useMutation({ mutationFn: async (work: () => Promise<unknown>) => await work() });
  const confirm = useConfirm();
  const begin = () => act.mutate(async () => setSecret(await askConfirmed<NewSecondStep>("POST", at)));
  const renew = () =>
    act.mutate(async () => {
      const made = await askConfirmed<{ recoveryCodes: string[] }>("POST", `${at}/recovery-codes`);
      setCodes(made.recoveryCodes);
    });
  const end = async () => {
    const question = { title: words.offTitle, says: words.offSays, does: words.off };
    if (!(await confirm({ ...question, isDestructive: true }))) return;
    act.mutate(async () => {
      await askConfirmed("DELETE", at);
      setCodes(null);
      notifications.show({ message: words.isOff });
      await client.invalidateQueries(stepQuery);
    });
  };
  const finished = (made: string[] | null) => {
    setSecret(null);
    setCodes(made);
    if (made === null) notifications.show({ message: words.appOn });
    void client.invalidateQueries(stepQuery);
  };
  const seen = () => {
    setCodes(null);
    void client.invalidateQueries();
  };
  if (step.data === undefined)
    return step.error === null ? (
      <Loading />
    ) : (
      <ProblemNotice error={step.error} retry={() => void step.refetch()} />
    );
  const { isOn, since, codesLeft } = step.data;
  return (
    <Stack align="flex-start">
      <ProblemNotice error={act.error} />
      {codes !== null ? (
        <RecoveryCodes codes={codes} done={seen} />
      ) : since !== null ? (
        <On since={since} codesLeft={codesLeft} />
      ) : secret !== null ? (
        <SetUpApp secret={secret} done={finished} cancel={() => setSecret(null)} />
      ) : (
        <>
          {isOn ? (
            <Text size="sm">
              <Badge color="green">{words.on}</Badge> {words.onByPasskey} <CodesLeft count={codesLeft} />
            </Text>
          ) : (
            <Text size="sm">{words.lead}</Text>
          )}
          <Button loading={act.isPending} onClick={begin}>
            {isOn ? words.beginApp : words.begin}
          </Button>
        </>
      )}
      {!isOn || codes !== null || secret !== null ? null : (
        <Group gap="xs">
          <Button variant="default" loading={act.isPending} onClick={renew}>
            {words.renew}
          </Button>
          {since === null ? null : (
            <Button variant="default" loading={act.isPending} onClick={() => void end()}>
              {words.off}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  );
}

function On({ since, codesLeft }: { since: string; codesLeft: number }) {
  const words = useWords(secondStepWords);
  const { moment } = useFormats();
  return (
    <Text size="sm">
      <Badge color="green">{words.on}</Badge> {words.since(moment(since))} <CodesLeft count={codesLeft} />
    </Text>
  );
}

function CodesLeft({ count }: { count: number }) {
  const words = useWords(secondStepWords);
  return (
    <Text span size="sm" {...(count < 3 ? { c: "shu.8" } : {})}>
      {words.codesLeft(count)}
    </Text>
  );
}
