import { AppShell, Badge, Burger, Button, Container, Group, Text } from "@mantine/core";
import { IconLogout } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { useWords } from "../../ui/language.tsx";
import { LanguageSwitch } from "../../ui/LanguageSwitch.tsx";
import { useLive } from "../../ui/live.ts";
import { Mark } from "../../ui/Mark.tsx";
import { Bell } from "./Bell.tsx";
import { Confirmation } from "./Confirmation.tsx";
import { Gate } from "./Gate.tsx";
import { Menu } from "./Menu.tsx";
import { Notices } from "./Notices.tsx";
import { useSession, useSignOut } from "./session.ts";
import { statusQuery } from "./status.ts";
import { useFoldedMenu } from "./useFoldedMenu.ts";
import { useShortcuts } from "./useShortcuts.ts";
import { words as dictionary } from "./words.ts";

/** The frame around every page of the console, for signed-in readers. */
export function Shell() {
  return (
    <Gate>
      <Frame />
    </Gate>
  );
}

function Frame() {
  const words = useWords(dictionary);
  const { account, merchant, practice } = useSession();
  const { isOpen, close, opener, menu } = useFoldedMenu();
  const client = useQueryClient();
  // A refused stream gives no reason; the next read shows whether the session has ended.
  const isConnected = useLive("/api/v1/events", () => void client.invalidateQueries(statusQuery));
  const signOut = useSignOut();
  useShortcuts();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 250, breakpoint: "lg", collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger
              {...opener}
              opened={isOpen}
              hiddenFrom="lg"
              size="sm"
              aria-label={isOpen ? words.closeMenu : words.openMenu}
              aria-expanded={isOpen}
            />
            <Mark />
            <Text fw={650} truncate>
              {merchant.name}
            </Text>
            <Text size="sm" className="soft" visibleFrom="md">
              {merchant.number}
            </Text>
            {practice === null ? null : (
              <Badge color="orange" visibleFrom="xs">
                {words.practice}
              </Badge>
            )}
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Text size="sm" visibleFrom="md">
              {account.name}
              <Text span size="sm" className="soft" ml={6}>
                {words.role[account.role]}
              </Text>
            </Text>
            <Bell />
            <LanguageSwitch />
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconLogout size={16} aria-hidden />}
              onClick={() => signOut.mutate()}
              visibleFrom="xs"
            >
              {words.signOut}
            </Button>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" className="menu" style={{ overflowY: "auto" }} {...menu}>
        <Menu done={close} />
        <Button
          hiddenFrom="xs"
          mt="sm"
          variant="default"
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => signOut.mutate()}
        >
          {words.signOut}
        </Button>
      </AppShell.Navbar>
      <Confirmation />
      <AppShell.Main id="content" tabIndex={-1}>
        <Container size="xl" px={0}>
          <Notices isConnected={isConnected} />
          <Outlet />
        </Container>
      </AppShell.Main>
    </AppShell>
  );
}
