import { Button, Checkbox, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useEffect } from "react";
import type { NoticeChannel } from "../../../src/http/api-types.ts";
import { Problem } from "../../../ui/api.ts";
import { DayField } from "../../../ui/DayField.tsx";
import { Held } from "../../../ui/Held.tsx";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useLeaveGuard } from "../../../ui/useLeaveGuard.ts";
import { common } from "../../../ui/words.ts";
import { receiverWords } from "../receivers/words.ts";
import { errorsOf, formOf, kinds, noticeEvents, secretOf, type ChannelForm } from "./form.ts";
import { noticeWords } from "./words.ts";

type Props = {
  channel: NoticeChannel | null;
  /** Its index in the list, which the server uses in its errors. */
  at: number;
  save(form: ChannelForm): void;
  isSaving: boolean;
  error: Error | null;
  cancel(): void;
};

/** The form of one channel; each error is shown at its field. */
export function ChannelDialog({ channel, at, save, isSaving, error, cancel }: Props) {
  const all = useWords(common);
  const words = useWords(noticeWords);
  const said = useWords(receiverWords);
  const form = useForm({
    initialValues: formOf(channel),
    validate: {
      to: (value) => (value.trim() === "" ? words.toMissing : null),
      secret: (value, { kind }) =>
        secretOf(kind) === "needed" && value.trim() === "" ? words.toMissing : null,
      events: (value) => (value.length === 0 ? words.eventsMissing : null),
    },
  });
  useLeaveGuard(() => form.isDirty());
  const { setErrors } = form;
  const refused = error instanceof Problem ? errorsOf(error.errors, at) : {};
  useEffect(() => {
    if (error instanceof Problem) setErrors(errorsOf(error.errors, at));
  }, [error, at, setErrors]);
  const { kind, isQuiet } = form.values;
  return (
    <form onSubmit={form.onSubmit(save)} noValidate>
      <Stack>
        <ProblemNotice
          error={error}
          shownPaths={(path) =>
            Object.keys(errorsOf([{ path, message: "" }], at)).some((field) => field in refused)
          }
        />
        <Held isSaving={isSaving}>
          <NativeSelect
            label={words.kind}
            disabled={channel !== null}
            data={kinds.map((value) => ({ value, label: said.kindNamed(value) }))}
            {...form.getInputProps("kind")}
          />
          <TextInput
            label={words.to[kind]}
            description={words.hint[kind]}
            required
            autoComplete="off"
            type={kind === "mail" ? "email" : "text"}
            {...form.getInputProps("to")}
          />
          {kind === "chatwork" || kind === "webhook" ? (
            <TextInput
              label={words.secret[kind]}
              description={words.secretHint[kind]}
              required={secretOf(kind) === "needed"}
              autoComplete="off"
              {...form.getInputProps("secret")}
            />
          ) : null}
          <Checkbox.Group label={words.events} {...form.getInputProps("events")}>
            <Stack gap="xs" mt={6}>
              {noticeEvents.map((event) => (
                <Checkbox key={event} value={event} label={words.event[event]} />
              ))}
            </Stack>
          </Checkbox.Group>
          <Checkbox
            label={words.quiet}
            description={words.quietHint}
            {...form.getInputProps("isQuiet", { type: "checkbox" })}
          />
          {isQuiet ? (
            <Group gap="sm" align="flex-start">
              <DayField label={words.from} type="time" {...form.getInputProps("from")} />
              <DayField label={words.until} type="time" {...form.getInputProps("until")} />
            </Group>
          ) : null}
        </Held>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={cancel}>
            {all.cancel}
          </Button>
          <Button type="submit" loading={isSaving}>
            {all.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
