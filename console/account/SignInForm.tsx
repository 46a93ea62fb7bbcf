import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Session } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";
import { fieldErrors } from "../../ui/fields.ts";
import { useWords } from "../../ui/language.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { sessionQuery } from "../frame/session.ts";
import { CodeField, wantsCode } from "./CodeField.tsx";
import { signInWords } from "./words.ts";

/** Email and password; `done` once the session stands. */
export function SignInForm({ email = "", done }: { email?: string; done?: () => void }) {
  const words = useWords(signInWords);
  const client = useQueryClient();
  const filled = (value: string) => (value === "" ? words.missing : null);
  const form = useForm({
    initialValues: { email, password: "", code: "" },
    validate: { email: filled, password: filled },
  });
  const [isCodeAsked, setCodeAsked] = useState(false);
  const signIn = useMutation({
    mutationFn: ({ code, ...body }: typeof form.values) =>
      ask<Session>("POST", "/console/api/session", { body: code === "" ? body : { ...body, code } }),
    onSuccess: (session) => {
      client.setQueryData(sessionQuery.queryKey, session);
      done?.();
    },
    onError: (error) => {
      form.setErrors(fieldErrors(error));
      if (wantsCode(error)) {
        setCodeAsked(true);
        form.setFieldValue("code", "");
      }
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => signIn.mutate(values))} noValidate>
      <Stack>
        <ProblemNotice error={signIn.error} shownPaths={(path) => path in form.values} />
        <TextInput
          label={words.email}
          type="email"
          autoComplete="username"
          required
          {...form.getInputProps("email")}
        />
        <PasswordInput
          label={words.password}
          autoComplete="current-password"
          required
          {...form.getInputProps("password")}
        />
        {isCodeAsked ? <CodeField {...form.getInputProps("code")} /> : null}
        <Button type="submit" loading={signIn.isPending}>
          {words.signIn}
        </Button>
      </Stack>
    </form>
  );
}
