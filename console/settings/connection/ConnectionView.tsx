import { Text } from "@mantine/core";
import type { Connection } from "../../../src/http/api-types.ts";
import { Facts } from "../../../ui/Facts.tsx";
import { useWords } from "../../../ui/language.tsx";
import { Section } from "../../../ui/Section.tsx";
import { connectionWords } from "./words.ts";

/** The connection for readers who may not edit it. */
export function ConnectionView({ saved }: { saved: Connection | null }) {
  const words = useWords(connectionWords);
  return (
    <Section title={words.settings}>
      {saved === null ? (
        <Text className="soft">{words.none}</Text>
      ) : (
        <Facts
          facts={[
            [words.enabled, saved.enabled ? words.on : words.off],
            [words.contractId, saved.contractId],
            [words.storeId, saved.storeId],
            [words.terminalId, saved.terminalId],
            [words.clientId, saved.clientId ?? null],
            [
              words.mode,
              <span key="mode">
                {words.modes[saved.mode]}
                <Text size="sm" className="soft">
                  {words.modeSays[saved.mode]}
                </Text>
              </span>,
            ],
          ]}
        />
      )}
    </Section>
  );
}
