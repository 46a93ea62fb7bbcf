import { Button, Stack, Text, TextInput, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { PaperSettings as Settings } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { Facts } from "../../../ui/Facts.tsx";
import { fieldErrors } from "../../../ui/fields.ts";
import { Held } from "../../../ui/Held.tsx";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { useLeaveGuard } from "../../../ui/useLeaveGuard.ts";
import { useMay } from "../../frame/session.ts";
import { paperWords } from "./paper-words.ts";
import { putChanged } from "./put-changed.ts";

const paperSettingsQuery = queryOptions({
  queryKey: ["paper settings"],
  queryFn: () => ask<Settings>("GET", "/api/v1/paper-settings"),
});

const names = [
  "issuer",
  "postalCode",
  "address",
  "phone",
  "registrationNumber",
  "note",
  "b2Customer",
  "b2Class",
  "b2Freight",
  "b2Kind",
  "b2Goods",
] as const;

/** The issuer on the shop's papers (W4), and the sender in its files for the carrier (W5). */
export function PaperSettings() {
  const words = useWords(paperWords);
  const mayEdit = useMay("settings.edit");
  const { data: saved, error, refetch } = useQuery(paperSettingsQuery);
  return (
    <Section title={words.title}>
      <ProblemNotice error={error} retry={() => void refetch()} />
      {saved === undefined ? null : mayEdit ? (
        <Form saved={saved} />
      ) : (
        <Facts
          facts={names.map((name): [string, string | null] => [
            words[name],
            saved[name] === "" ? null : saved[name],
          ])}
        />
      )}
    </Section>
  );
}

function Form({ saved }: { saved: Settings }) {
  const words = useWords(paperWords);
  const client = useQueryClient();
  const form = useForm({ initialValues: saved });
  useLeaveGuard(() => form.isDirty());
  const save = useMutation({
    mutationFn: (given: Settings) =>
      putChanged("/api/v1/paper-settings", given, (name) => form.isDirty(name)),
    onSuccess: (now) => {
      client.setQueryData(paperSettingsQuery.queryKey, now);
      form.setInitialValues(now);
      form.setValues(now);
      form.resetDirty(now);
      notifications.show({ message: words.saved });
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <Held isSaving={save.isPending}>
        <Stack maw={520}>
          <Text size="sm" className="soft">
            {words.lead}
          </Text>
          <ProblemNotice error={save.error} shownPaths={(path) => path in form.values} />
          {names.map((name) =>
            name === "note" ? (
              <Textarea key={name} label={words[name]} autosize minRows={2} {...form.getInputProps(name)} />
            ) : (
              <TextInput key={name} label={words[name]} autoComplete="off" {...form.getInputProps(name)} />
            ),
          )}
          <Button type="submit" loading={save.isPending} style={{ alignSelf: "flex-start" }}>
            {words.save}
          </Button>
        </Stack>
      </Held>
    </form>
  );
}
