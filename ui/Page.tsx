import { Box, Group, Stack, Text, Title } from "@mantine/core";
import { useEffect, type ReactNode } from "react";

type Props = {
  title: string;
  /** The site's name in the window's title; the shop's name on the shop's own pages. */
  site?: string;
  /** One sentence under the title, if the page needs one. */
  lead?: ReactNode;
  /** Actions for the whole page, at its upper right. */
  actions?: ReactNode;
  /** Beside the title: the link to the help on this page. */
  help?: ReactNode;
  /** The link back, above the title. */
  back?: ReactNode;
  children?: ReactNode;
};

/** A page: its title (also the window's), its actions, and its sections below each other. */
export function Page({ title, site = "結び", lead, actions, help, back, children }: Props) {
  useEffect(() => {
    document.title = `${title} | ${site}`;
  }, [title, site]);
  return (
    <Stack gap="lg">
      <Box>
        {back}
        <Group justify="space-between" align="flex-start" gap="sm">
          {help === undefined ? (
            <Title order={1}>{title}</Title>
          ) : (
            <Group gap="xs" wrap="nowrap" miw={0}>
              <Title order={1}>{title}</Title>
              {help}
            </Group>
          )}
          {actions === undefined ? null : <Group gap="xs">{actions}</Group>}
        </Group>
        {lead === undefined ? null : (
          <Text className="soft" mt={4}>
            {lead}
          </Text>
        )}
      </Box>
      {children}
    </Stack>
  );
}
