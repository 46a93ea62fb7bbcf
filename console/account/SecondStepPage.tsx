import { Button, Paper, Stack, Text, Title } from "@mantine/core";
import { useWords } from "../../ui/language.tsx";
import { Confirmation } from "../frame/Confirmation.tsx";
import { takesPasskeys } from "../frame/passkey.ts";
import { useSession, useSignOut } from "../frame/session.ts";
import { words as frame } from "../frame/words.ts";
import { PasswordForm } from "./PasswordForm.tsx";
import { Passkeys } from "./Passkeys.tsx";
import { SecondStep } from "./SecondStep.tsx";
import { SignInFrame } from "./SignInFrame.tsx";
import { secondStepWords } from "./words.ts";

/**
 * A page of its own for accounts that must have a second step before they can do anything. Those without a password choose one first.
 */
export function SecondStepPage() {
  const words = useWords(secondStepWords);
  const said = useWords(frame);
  const { mustSetPassword } = useSession();
  const signOut = useSignOut();
  return (
    <SignInFrame>
      <Paper p="lg">
        <Stack>
          <Title order={2} size="h3">
            {words.demanded}
          </Title>
          <Text size="sm">{words.demandedLead}</Text>
          {mustSetPassword ? (
            <PasswordForm />
          ) : (
            <>
              <SecondStep />
              {takesPasskeys() ? <Passkeys /> : null}
            </>
          )}
        </Stack>
      </Paper>
      <Button variant="default" loading={signOut.isPending} onClick={() => signOut.mutate()}>
        {said.signOut}
      </Button>
      <Confirmation />
    </SignInFrame>
  );
}
