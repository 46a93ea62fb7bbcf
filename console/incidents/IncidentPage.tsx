import { Alert, Badge, Group, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { IncidentWhole } from "../../src/http/api-types.ts";
import { Facts } from "../../ui/Facts.tsx";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { Section } from "../../ui/Section.tsx";
import { TextLink } from "../frame/links.tsx";
import { statusQuery } from "../frame/status.ts";
import { words as frame } from "../frame/words.ts";
import { HelpLink } from "../help/HelpLink.tsx";
import { NoticeList } from "./NoticeList.tsx";
import { Places } from "./Places.tsx";
import { incidentQuery } from "./queries.ts";
import { SendAllAgain } from "./SendAllAgain.tsx";
import { canSendAgain, isAnswering, waitingForPress } from "./waits.ts";
import { incidentWords } from "./words.ts";

/** One incident (P9): what it is, since when, what it affects, what continues by itself, what to do, and who was told. */
export default function IncidentPage() {
  const said = useWords(frame);
  const { id } = useParams({ from: "/shell/incidents/$id" });
  const { data: incident, error, refetch } = useQuery(incidentQuery(id));
  const back = (
    <TextLink to="/incidents" size="sm">
      {said.incidents}
    </TextLink>
  );
  if (incident === undefined) {
    return (
      <Page help={<HelpLink topic="repair" />} title={said.incidents} back={back}>
        {error === null ? <Loading /> : <ProblemNotice error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  return (
    <Page help={<HelpLink topic="repair" />} title={incident.title} back={back}>
      <ProblemNotice error={error} retry={() => void refetch()} />
      <Whole incident={incident} />
      <NoticeList notices={incident.notices} />
    </Page>
  );
}

function Whole({ incident }: { incident: IncidentWhole }) {
  const words = useWords(incidentWords);
  const { moment } = useFormats();
  const { data: status } = useQuery(statusQuery);
  const { state, since, closedAt, affectedText, byItself, asked } = incident;
  const waiting = waitingForPress(incident, status !== undefined && isAnswering(status));
  const isOpen = state === "open";
  return (
    <Section
      title={words.what}
      {...(isOpen ? { tone: "wrong" as const } : {})}
      actions={<Badge color={isOpen ? "shu" : "green"}>{words.states[state]}</Badge>}
    >
      <Stack gap="md">
        {waiting === null ? null : (
          <Alert color="orange" variant="light">
            {words.waiting(words.many(waiting))}
          </Alert>
        )}
        <Facts
          facts={[
            [words.since, moment(since)],
            [words.until, closedAt === null ? null : moment(closedAt)],
            [words.affected, affectedText ?? words.unaffected],
            [words.byItself, isOpen ? byItself : null],
            [words.asked, isOpen ? asked : words.nothingAsked],
          ]}
        />
        {canSendAgain(incident) ? <SendAllAgain incident={incident} /> : null}
        <Group gap="md">
          <Places cause={incident.cause} />
        </Group>
      </Stack>
    </Section>
  );
}
