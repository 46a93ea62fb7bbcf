import { Stack, Text } from "@mantine/core";
import type { Status } from "../../src/http/api-types.ts";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { Section } from "../../ui/Section.tsx";
import { ButtonLink } from "../frame/links.tsx";
import { topWords } from "./words.ts";

/** C6: shown if someone switched the connection on although its test was not green, until a test is green. */
export function OnUntested({ forced: { at, by } }: { forced: NonNullable<Status["connection"]["forced"]> }) {
  const words = useWords(topWords);
  const { moment } = useFormats();
  return (
    <Section title={words.untested} tone="wrong">
      <Stack gap="sm" align="flex-start">
        <Text>{words.untestedSays(by, moment(at))}</Text>
        <ButtonLink to="/settings/smaregi">{words.toTest}</ButtonLink>
      </Stack>
    </Section>
  );
}
