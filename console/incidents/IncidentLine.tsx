import { Stack, Text } from "@mantine/core";
import type { Incident } from "../../src/http/api-types.ts";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { TextLink } from "../frame/links.tsx";
import { incidentWords } from "./words.ts";

/** An incident in two lines: what it is, then since when and what it affects. Calls `done` when the reader follows the link. */
export function IncidentLine({ incident, done }: { incident: Incident; done?(): void }) {
  const words = useWords(incidentWords);
  const { moment } = useFormats();
  const { id, title, since, affectedText } = incident;
  return (
    <Stack gap={2} ta="left">
      <TextLink to="/incidents/$id" params={{ id }} underline="always" onClick={() => done?.()}>
        {title}
      </TextLink>
      <Text size="sm" className="soft">
        {words.sinceAt(moment(since))}
        {affectedText === null ? "" : ` · ${affectedText}`}
      </Text>
    </Stack>
  );
}
