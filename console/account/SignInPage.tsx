import { Box, Center, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useWords } from "../../ui/language.tsx";
import { LanguageSwitch } from "../../ui/LanguageSwitch.tsx";
import { Mark } from "../../ui/Mark.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { SignInForm } from "./SignInForm.tsx";
import { signInWords } from "./words.ts";

/** The sign-in, alone on the page; `problem`: why the reader came to it. */
export function SignInPage({ problem, done }: { problem?: Error; done?: () => void }) {
  const words = useWords(signInWords);
  return (
    <Center mih="100vh" p="md" component="main">
      <title>{`${words.title} | 結び`}</title>
      <Box w="100%" maw={400}>
        <Group justify="space-between" mb="md" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Mark size={36} />
            <div>
              <Title order={1} size="h2">
                {words.title}
              </Title>
              <Text size="sm" className="soft">
                {words.lead}
              </Text>
            </div>
          </Group>
          <LanguageSwitch />
        </Group>
        <Stack>
          <ProblemNotice error={problem} />
          <Paper p="lg">
            <SignInForm {...(done === undefined ? {} : { done })} />
          </Paper>
          <Text size="sm" className="soft">
            {words.forgotten}
          </Text>
        </Stack>
      </Box>
    </Center>
  );
}
