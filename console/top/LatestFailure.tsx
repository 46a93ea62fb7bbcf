import { Stack } from "@mantine/core";
import type { IntegrationLogEntry } from "../../src/http/api-types.ts";
import { Facts } from "../../ui/Facts.tsx";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { Section } from "../../ui/Section.tsx";
import { TextLink } from "../frame/links.tsx";
import { Cause } from "../frame/Cause.tsx";
import { Advice } from "../settings/log/Advice.tsx";
import { Attempts } from "../settings/log/Attempts.tsx";
import { EntryTarget } from "../settings/log/EntryTarget.tsx";
import { Repair } from "../settings/log/Repair.tsx";
import { logWords } from "../settings/log/words.ts";
import { topWords } from "./words.ts";

/** F2: the newest failure that is not repaired, with its cause and a button for its repair. */
export function LatestFailure({ failure, open }: { failure: IntegrationLogEntry; open: number }) {
  const words = useWords(topWords);
  const log = useWords(logWords);
  const { number } = useFormats();
  return (
    <Section
      title={words.failure}
      tone="wrong"
      actions={
        <TextLink to="/settings/smaregi/log" search={{ state: "open" }} size="sm">
          {words.allFailures(number(open))}
        </TextLink>
      }
    >
      <Stack gap="sm">
        <Facts
          facts={[
            [words.when, <Attempts key="when" entry={failure} />],
            [words.call, log.calls[failure.call]],
            [words.target, <EntryTarget key="target" entry={failure} />],
            [words.reason, <Cause key="reason" plain={failure.plain} answer={failure.answer} />],
            [words.advice, <Advice key="advice" entry={failure} />],
          ]}
        />
        <Repair key={failure.id} entry={failure} />
      </Stack>
    </Section>
  );
}
