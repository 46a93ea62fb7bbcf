import { Button, Text } from "@mantine/core";
import { IconLogout } from "@tabler/icons-react";
import { Facts } from "../../ui/Facts.tsx";
import { useWords } from "../../ui/language.tsx";
import { Page } from "../../ui/Page.tsx";
import { Section } from "../../ui/Section.tsx";
import { useSession, useSignOut } from "../frame/session.ts";
import { words as frame } from "../frame/words.ts";
import { HelpLink } from "../help/HelpLink.tsx";
import { PasswordForm } from "./PasswordForm.tsx";
import { Passkeys } from "./Passkeys.tsx";
import { SecondStep } from "./SecondStep.tsx";
import { Sessions } from "./Sessions.tsx";
import { accountWords, passkeyWords, secondStepWords, sessionWords } from "./words.ts";

/** アカウント: the signed-in account with its role, and its password. */
export default function AccountPage() {
  const said = useWords(frame);
  const words = useWords(accountWords);
  const { account, merchant } = useSession();
  const sessions = useWords(sessionWords);
  const secondStep = useWords(secondStepWords);
  const passkeys = useWords(passkeyWords);
  const signOut = useSignOut();
  const role = (
    <>
      {said.role[account.role]}
      <Text size="sm" className="soft">
        {words.may[account.role]}
      </Text>
    </>
  );
  return (
    <Page
      help={<HelpLink topic="accounts" />}
      title={said.account}
      actions={
        <Button
          variant="default"
          leftSection={<IconLogout size={16} aria-hidden />}
          loading={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          {said.signOut}
        </Button>
      }
    >
      <Section title={words.you}>
        <Facts
          facts={[
            [words.name, account.name],
            [words.email, account.email],
            [words.role, role],
            [words.shop, `${merchant.name} (${merchant.number})`],
          ]}
        />
        {account.role === "owner" ? null : (
          <Text size="sm" className="soft" mt="sm">
            {words.change}
          </Text>
        )}
      </Section>
      <Section title={words.passwordTitle}>
        <PasswordForm />
      </Section>
      <Section title={secondStep.title}>
        <SecondStep />
      </Section>
      <Section title={passkeys.title}>
        <Passkeys />
      </Section>
      <Section title={sessions.title}>
        <Sessions />
      </Section>
    </Page>
  );
}
