import { Button, PasswordInput, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ask } from "../../ui/api.ts";
import { fieldErrors } from "../../ui/fields.ts";
import { Held } from "../../ui/Held.tsx";
import { useWords } from "../../ui/language.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { sessionQuery, useSession } from "../frame/session.ts";
import { accountWords } from "./words.ts";

/** The form for one's own password: a first or a new one. */
export function PasswordForm() {
  const words = useWords(accountWords);
  const client = useQueryClient();
  const { account, mustSetPassword, needsCurrent } = useSession();
  const form = useForm({
    initialValues: { current: "", password: "" },
    validate: { password: (value) => ([...value].length < 12 ? words.tooShort : null) },
  });
  const save = useMutation({
    mutationFn: ({ current, password }: typeof form.values) =>
      ask("POST", "/console/api/password", {
        body: current === "" ? { password } : { current, password },
      }),
    onSuccess: () => {
      form.reset();
      notifications.show({ message: words.saved });
      void client.invalidateQueries(sessionQuery);
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <Held isSaving={save.isPending}>
        <Stack maw={420}>
          {mustSetPassword ? <Text size="sm">{words.setLead}</Text> : null}
          <ProblemNotice error={save.error} shownPaths={(path) => path in form.values} />
          {/* Lets password managers know whose password this is. */}
          <input type="text" autoComplete="username" value={account.email} readOnly hidden />
          {needsCurrent ? (
            <PasswordInput
              label={words.current}
              autoComplete="current-password"
              {...form.getInputProps("current")}
            />
          ) : null}
          <PasswordInput
            label={words.password}
            description={words.passwordHint}
            autoComplete="new-password"
            required
            {...form.getInputProps("password")}
          />
          <Text size="sm" className="soft">
            {words.ends}
          </Text>
          <Button type="submit" loading={save.isPending} style={{ alignSelf: "flex-start" }}>
            {words.save}
          </Button>
        </Stack>
      </Held>
    </form>
  );
}
