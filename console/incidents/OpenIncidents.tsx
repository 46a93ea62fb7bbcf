import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useWords } from "../../ui/language.tsx";
import { Section } from "../../ui/Section.tsx";
import { TextLink } from "../frame/links.tsx";
import { words as frame } from "../frame/words.ts";
import { IncidentLine } from "./IncidentLine.tsx";
import { incidentQuery, newestQuery } from "./queries.ts";
import { SendAllAgain } from "./SendAllAgain.tsx";
import { waitingForPress } from "./waits.ts";
import { incidentWords } from "./words.ts";

/** 加盟店TOP: the open incidents and, after a failure at night in the standard mode, the one button that sends everything again. */
export function OpenIncidents({ isAnswering }: { isAnswering: boolean }) {
  const said = useWords(frame);
  const { data } = useQuery(newestQuery);
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section
      title={said.newest}
      tone="wrong"
      actions={
        <TextLink to="/incidents" size="sm">
          {said.allIncidents}
        </TextLink>
      }
    >
      <Stack gap="sm">
        {items.map((incident) => (
          <Stack key={incident.id} gap="xs">
            <IncidentLine incident={incident} />
            {incident.cause === "smaregi_down" ? (
              <Waiting id={incident.id} isAnswering={isAnswering} />
            ) : null}
          </Stack>
        ))}
      </Stack>
    </Section>
  );
}

/** Shows what waits for the press after Smaregi was away. */
function Waiting({ id, isAnswering }: { id: string; isAnswering: boolean }) {
  const words = useWords(incidentWords);
  const { data: incident } = useQuery(incidentQuery(id));
  const waiting = incident === undefined ? null : waitingForPress(incident, isAnswering);
  if (incident === undefined || waiting === null) return null;
  return (
    <>
      <Text>{words.waiting(words.many(waiting))}</Text>
      <SendAllAgain incident={incident} />
    </>
  );
}
