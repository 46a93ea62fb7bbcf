import { Box, Center, Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../../ui/language.tsx";
import { LanguageSwitch } from "../../ui/LanguageSwitch.tsx";
import { Mark } from "../../ui/Mark.tsx";
import { signInWords } from "./words.ts";

/** The frame around a sign-in, on a page of its own. */
export function SignInFrame({ children }: { children: ReactNode }) {
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
        <Stack>{children}</Stack>
      </Box>
    </Center>
  );
}
