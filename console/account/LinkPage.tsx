import { Alert, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Session, SignInLink } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";
import { Facts } from "../../ui/Facts.tsx";
import { useWords } from "../../ui/language.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { signByPasskey, takesPasskeys } from "../frame/passkey.ts";
import { sessionQuery } from "../frame/session.ts";
import { words as frame } from "../frame/words.ts";
import { CodeField, wantsCode } from "./CodeField.tsx";
import { SignInFrame } from "./SignInFrame.tsx";
import { accountWords, passkeyWords, signInWords } from "./words.ts";

/** Shows whose link it is, where it leads, and whose session it would end; a press signs in. */
export function LinkPage({ token, link }: { token: string; link: SignInLink }) {
  const words = useWords(signInWords);
  const names = useWords(accountWords);
  const passkeys = useWords(passkeyWords);
  const { role } = useWords(frame);
  const client = useQueryClient();
  const navigate = useNavigate();
  // The code of a second step; null: it was not asked for.
  const [code, setCode] = useState<string | null>(null);
  const signIn = useMutation({
    mutationFn: async ({ byPasskey }: { byPasskey: boolean }) => {
      const step = byPasskey
        ? { passkey: await signByPasskey("/console/api/session/passkey/challenge") }
        : code === null
          ? {}
          : { code };
      return await ask<Session>("POST", "/console/api/session/link", { body: { token, ...step } });
    },
    onError: (error) => {
      if (wantsCode(error)) setCode("");
    },
    onSuccess: (session) => {
      // Clears what another reader saw on this page.
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
      return navigate({ to: session.mustSetPassword ? "/account" : "/", replace: true });
    },
  });
  const { account, merchant, instead } = link;
  return (
    <SignInFrame>
      <ProblemNotice error={signIn.error} />
      <Paper p="lg">
        <Stack>
          <Text size="sm">{words.linkLead}</Text>
          <Facts
            facts={[
              [names.shop, `${merchant.name} (${merchant.number})`],
              [names.name, account.name],
              [names.email, account.email],
              [names.role, role[account.role]],
            ]}
          />
          {instead === null ? null : (
            <Alert color="yellow" variant="light">
              {words.instead(instead.account.name, instead.merchant.name)}
            </Alert>
          )}
          {code === null ? null : (
            <CodeField value={code} onChange={({ currentTarget }) => setCode(currentTarget.value)} />
          )}
          <Group>
            <Button loading={signIn.isPending} onClick={() => signIn.mutate({ byPasskey: false })}>
              {words.useLink}
            </Button>
            {code !== null && takesPasskeys() ? (
              <Button
                variant="default"
                loading={signIn.isPending}
                onClick={() => signIn.mutate({ byPasskey: true })}
              >
                {passkeys.use}
              </Button>
            ) : null}
            {instead === null ? null : (
              <Button variant="default" onClick={() => void navigate({ to: "/", replace: true })}>
                {words.stay}
              </Button>
            )}
          </Group>
        </Stack>
      </Paper>
    </SignInFrame>
  );
}
