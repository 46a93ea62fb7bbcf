import { Badge, Group, Stack, Text } from "@mantine/core";
import type { Status } from "../../src/http/api-types.ts";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { Section } from "../../ui/Section.tsx";
import { ButtonLink, TextLink } from "../frame/links.tsx";
import { useMay } from "../frame/session.ts";
import { words as frame } from "../frame/words.ts";
import { proofWords } from "../settings/connection/proof-words.ts";
import { connectionWords } from "../settings/connection/words.ts";
import { topWords } from "./words.ts";

type Props = { now: Status["connection"]; aheadSeconds: number | null };

/** A smaller difference between the two clocks does not matter. */
const offSeconds = 60;

/** The state of the link to Smaregi in one sentence, and what to do if it is off. */
export function ConnectionState({ now, aheadSeconds }: Props) {
  const said = useWords(frame);
  const words = useWords(topWords);
  const connection = useWords(connectionWords);
  const { moment, number } = useFormats();
  const minutes = (seconds: number) => number(Math.round(seconds / 60));
  const mayEdit = useMay("settings.edit");
  const proof = useWords(proofWords);
  const { state, reason, mode, maintenance, stopped } = now;
  const shown = state === "off" ? "off" : maintenance === undefined ? "on" : "paused";
  const color = { on: "green", paused: "orange", off: "shu" }[shown];
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
        {stopped === undefined ? null : <Text size="sm">{proof.stopped[stopped.why]}</Text>}
        {mode === undefined ? null : (
          <Text size="sm" className="soft">
            {connection.modeSays[mode]}
          </Text>
        )}
        {aheadSeconds === null || Math.abs(aheadSeconds) < offSeconds ? null : (
          <Text size="sm" role="note">
            {words.clock[aheadSeconds > 0 ? "ahead" : "behind"](minutes(Math.abs(aheadSeconds)))}
          </Text>
        )}
        {what === null ? null : <ButtonLink to="/settings/smaregi/start">{what}</ButtonLink>}
        <Group gap="md">
          <TextLink to="/settings/smaregi">{said.connection}</TextLink>
          <TextLink to="/settings/smaregi/log">{said.log}</TextLink>
          <TextLink to="/settings/smaregi/reconciliations">{said.reconciliations}</TextLink>
        </Group>
      </Stack>
    </Section>
  );
}
