import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Session } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";
import { fieldErrors } from "../../ui/fields.ts";
import { useWords } from "../../ui/language.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { signByPasskey, takesPasskeys } from "../frame/passkey.ts";
import { sessionQuery } from "../frame/session.ts";
import { CodeField, wantsCode } from "./CodeField.tsx";
import { passkeyWords, signInWords } from "./words.ts";

const enter = (body: object, way = "") => ask<Session>("POST", `/console/api/session${way}`, { body });

/** Sign-in by email and password, or by a passkey. Calls `done` when the session exists. */
export function SignInForm({ email = "", done }: { email?: string; done?: () => void }) {
  const words = useWords(signInWords);
  const passkeys = useWords(passkeyWords);
  const client = useQueryClient();
  const filled = (value: string) => (value === "" ? words.missing : null);
  const form = useForm({
    initialValues: { email, password: "", code: "" },
    validate: { email: filled, password: filled },
  });
  const [isCodeAsked, setCodeAsked] = useState(false);
  const signIn = useMutation({
    mutationFn: async ({ byPasskey }: { byPasskey: boolean }) => {
      const { code, ...typed } = form.values;
      if (!byPasskey) return await enter(code === "" ? typed : { ...typed, code });
      const passkey = await signByPasskey("/console/api/session/passkey/challenge");
      // After the password the passkey is the second step of that account; before it, the passkey alone is enough.
      return isCodeAsked ? await enter({ ...typed, passkey }) : await enter({ passkey }, "/passkey");
    },
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
    <form onSubmit={form.onSubmit(() => signIn.mutate({ byPasskey: false }))} noValidate>
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
        {takesPasskeys() ? (
          <Button
            variant="default"
            loading={signIn.isPending}
            onClick={() => signIn.mutate({ byPasskey: true })}
          >
            {isCodeAsked ? passkeys.use : passkeys.signIn}
          </Button>
        ) : null}
      </Stack>
    </form>
  );
}
