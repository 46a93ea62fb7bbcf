import { Alert, Button, Group, PasswordInput, Radio, Stack, Switch, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Connection, Proofs } from "../../../src/http/api-types.ts";
import { ask, Problem } from "../../../ui/api.ts";
import { fieldErrors } from "../../../ui/fields.ts";
import { Held } from "../../../ui/Held.tsx";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { useLeaveGuard } from "../../../ui/useLeaveGuard.ts";
import { common } from "../../../ui/words.ts";
import { ChooseProven } from "./ChooseProven.tsx";
import { connectionPath, connectionQuery } from "./connection.ts";
import { overSaved, provenToEnter, startOver, toSend, useConnectionForm, type Entered } from "./form.ts";
import { proofWords } from "./proof-words.ts";
import { lookBefore, turnsOn } from "./preview.ts";
import { PracticeHint } from "./PracticeHint.tsx";
import { useQuestionBefore } from "./useQuestionBefore.tsx";
import { connectionWords } from "./words.ts";

type Props = {
  saved: Connection | null;
  proofs: Proofs | undefined;
  /** The result of the sign-in at Smaregi that led to this page. */
  signIn: string | undefined;
  tellDirty(isDirty: boolean): void;
};

/** The form of スマレジ連携設定. Takes over what someone else saves meanwhile until something is entered. */
export function ConnectionForm({ saved, proofs, signIn, tellDirty }: Props) {
  const all = useWords(common);
  const words = useWords(connectionWords);
  const proof = useWords(proofWords);
  const client = useQueryClient();
  const confirm = useConfirm();
  const questionOf = useQuestionBefore();
  const form = useConnectionForm(saved);
  const isDirty = form.isDirty();
  useEffect(() => tellDirty(isDirty), [isDirty, tellDirty]);
  useLeaveGuard(() => form.isDirty());
  // The form is a new object at each render; only a change of the saved state counts.
  const latest = useRef({ form, saved, proofs });
  latest.current = { form, saved, proofs };
  const version = JSON.stringify(saved);
  useEffect(() => {
    const { form: now, saved: kept } = latest.current;
    if (!now.isDirty()) startOver(now, kept);
  }, [version]);
  // Only once, when the proofs are loaded: if the reader then removes the contract from the field, it stays removed.
  const isKnown = proofs !== undefined;
  useEffect(() => {
    const { form: now, proofs: known } = latest.current;
    const contractId = provenToEnter(signIn, known, now.values.contractId);
    if (contractId !== null) now.setFieldValue("contractId", contractId);
  }, [isKnown, signIn]);
  const save = useMutation({
    mutationFn: async (values: Entered) => {
      const before = await client.fetchQuery({ ...connectionQuery, staleTime: 0 });
      const body = toSend(
        overSaved(values, before, (name) => form.isDirty(name)),
        before,
      );
      const shown = turnsOn(body, before) ? await lookBefore(body) : null;
      const question = shown === null ? null : questionOf(shown);
      // No one can empty the shop, or switch on a connection with faults, without having seen it.
      if (question !== null && !(await confirm(question))) return null;
      const previewId = shown === null || shown instanceof Problem ? {} : { previewId: shown.previewId };
      const nevertheless = question?.isBad === true ? { nevertheless: true } : {};
      return await ask<Connection>("PUT", connectionPath, {
        body: { ...body, ...previewId, ...nevertheless },
      });
    },
    onSuccess: (answer) => {
      if (answer === null) return;
      const { notice: _, ...now } = answer;
      client.setQueryData(connectionQuery.queryKey, now);
      startOver(form, now);
      notifications.show({ message: words.saved });
    },
    onError: (error) => {
      const code = error instanceof Problem ? error.code : null;
      if (code === "contract_taken") form.setErrors({ terminalId: words.taken });
      else if (code === "contract_unproven") form.setErrors({ contractId: proof.unproven });
      else form.setErrors(fieldErrors(error));
    },
  });
  return (
    <Section title={words.settings}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
        <Held isSaving={save.isPending}>
          <Stack maw={560} gap="lg">
            {saved === null ? <PracticeHint fill={(place) => form.setValues(place)} /> : null}
            <ProblemNotice error={save.error} shownPaths={(path) => path in form.values} />
            {save.data?.notice === undefined ? null : (
              <Alert color="yellow" variant="light" role="status">
                {save.data.notice}
              </Alert>
            )}
            <Switch
              label={`${words.enabled}: ${form.values.enabled ? words.on : words.off}`}
              description={saved === null ? words.firstHint : words.enabledHint}
              {...form.getInputProps("enabled", { type: "checkbox" })}
            />
            <TextInput
              label={words.contractId}
              description={words.contractHint}
              required
              autoComplete="off"
              {...form.getInputProps("contractId")}
            />
            {proofs === undefined ? null : (
              <ChooseProven
                proofs={proofs}
                entered={form.values.contractId}
                choose={(contractId) => form.setFieldValue("contractId", contractId)}
              />
            )}
            <TextInput
              label={words.storeId}
              description={words.storeHint}
              required
              inputMode="numeric"
              autoComplete="off"
              {...form.getInputProps("storeId")}
            />
            <TextInput
              label={words.terminalId}
              description={words.terminalHint}
              required
              inputMode="numeric"
              autoComplete="off"
              {...form.getInputProps("terminalId")}
            />
            <Stack gap="sm" component="fieldset" className="fields">
              <Text component="legend" fw={650}>
                {words.credentials}
              </Text>
              <Text size="sm" className="soft">
                {words.credentialsHint}
              </Text>
              <TextInput label={words.clientId} autoComplete="off" {...form.getInputProps("clientId")} />
              <PasswordInput
                label={words.clientSecret}
                description={saved?.clientId === undefined ? null : words.secretSaved}
                autoComplete="new-password"
                {...form.getInputProps("clientSecret")}
              />
            </Stack>
            <Radio.Group label={words.mode} {...form.getInputProps("mode")}>
              <Stack gap="sm" mt={6}>
                <Radio value="standard" label={words.modes.standard} description={words.modeSays.standard} />
                <Radio value="assured" label={words.modes.assured} description={words.modeSays.assured} />
              </Stack>
            </Radio.Group>
            <Group gap="sm">
              <Button type="submit" loading={save.isPending}>
                {all.save}
              </Button>
              {isDirty ? (
                <Text size="sm" className="soft">
                  {words.unsaved}
                </Text>
              ) : null}
            </Group>
          </Stack>
        </Held>
      </form>
    </Section>
  );
}
