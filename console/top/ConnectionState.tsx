import { Badge, Group, Stack, Text } from "@mantine/core";
import type { Status } from "../../src/http/api-types.ts";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { Section } from "../../ui/Section.tsx";
import { ButtonLink, TextLink } from "../frame/links.tsx";
import { useMay } from "../frame/session.ts";
import { topWords } from "./words.ts";

/** How the link to Smaregi stands, in one sentence, and what to do where it is off. */
export function ConnectionState({ connection }: { connection: Status["connection"] }) {
  const words = useWords(topWords);
  const { moment } = useFormats();
  const mayEdit = useMay("settings.edit");
  const { state, reason, mode, maintenance } = connection;
  const shown = state === "off" ? "off" : maintenance === undefined ? "on" : "paused";
  const color = { on: "green.9", paused: "orange.9", off: "shu" }[shown];
  const sentence = maintenance === undefined ? words.on : words.paused(moment(maintenance.since));
  const does = { none: words.toConnect, disabled: words.toEnable, ended: null };
  const what = reason === undefined || !mayEdit ? null : does[reason];
  return (
    <Section
      title={words.connection}
      actions={
        <Group gap={6}>
          {mode === undefined ? null : <Badge color="gray">{words.mode[mode]}</Badge>}
          <Badge color={color}>{words.state[shown]}</Badge>
        </Group>
      }
    >
      <Stack gap="sm" align="flex-start">
        <Text>{reason === undefined ? sentence : words[reason]}</Text>
        {what === null ? (
          <TextLink to="/settings/smaregi">{words.toSettings}</TextLink>
        ) : (
          <ButtonLink to="/settings/smaregi">{what}</ButtonLink>
        )}
      </Stack>
    </Section>
  );
}
