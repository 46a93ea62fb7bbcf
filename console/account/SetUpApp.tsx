import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import type { NewSecondStep } from "../../src/http/api-types.ts";
import { fieldErrors } from "../../ui/fields.ts";
import { useWords } from "../../ui/language.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { common } from "../../ui/words.ts";
import { askConfirmed } from "../frame/confirmation.ts";
import { QrCode } from "./QrCode.tsx";
import { secondStepWords } from "./words.ts";

type Props = { secret: NewSecondStep; done(codes: string[] | null): void; cancel(): void };

/** Shows the secret for an app, and asks for the app's first code. */
export function SetUpApp({ secret, done, cancel }: Props) {
  const words = useWords(secondStepWords);
  const all = useWords(common);
  const form = useForm({ initialValues: { code: "" } });
  const finish = useMutation({
    mutationFn: (body: typeof form.values) =>
      askConfirmed<{ recoveryCodes: string[] | null }>("POST", "/console/api/second-step/on", { body }),
    onSuccess: ({ recoveryCodes }) => done(recoveryCodes),
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <form onSubmit={form.onSubmit((values) => finish.mutate(values))} noValidate>
      <Stack align="flex-start">
        <ProblemNotice error={finish.error} shownPaths={(path) => path in form.values} />
        <Text size="sm">{words.scan}</Text>
        <QrCode text={secret.uri} label={words.qr} />
        <Text size="sm">
          {words.byHand}
          <br />
          <code className="text">{secret.secret.match(/.{1,4}/g)?.join(" ")}</code>
        </Text>
        <TextInput
          label={words.code}
          description={words.codeHint}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          {...form.getInputProps("code")}
        />
        <Group gap="xs">
          <Button type="submit" loading={finish.isPending}>
            {words.finish}
          </Button>
          <Button variant="default" onClick={cancel}>
            {all.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
