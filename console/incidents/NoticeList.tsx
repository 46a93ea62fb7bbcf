import { Badge, Stack, Text } from "@mantine/core";
import type { Incident } from "../../src/http/api-types.ts";
import { DataTable, type Column } from "../../ui/DataTable.tsx";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { Section } from "../../ui/Section.tsx";
import { TextLink } from "../frame/links.tsx";
import { Tries } from "../settings/receivers/Tries.tsx";
import { receiverWords } from "../settings/receivers/words.ts";
import { incidentWords } from "./words.ts";

type Notice = Incident["notices"][number];

/** Lists who was told of an incident, and each try with its answer. */
export function NoticeList({ notices }: { notices: Notice[] }) {
  const words = useWords(incidentWords);
  const said = useWords(receiverWords);
  const { moment } = useFormats();
  const columns: Column<Notice>[] = [
    { title: words.toldAt, width: "10rem", cell: ({ at }) => moment(at) },
    {
      title: words.told,
      cell: ({ type }) => words.toldOf[type] ?? words.opening,
    },
    {
      title: said.channel,
      cell: ({ channel, to }) => (
        <Text size="sm" className="text">
          {said.kindNamed(channel)} {to}
        </Text>
      ),
    },
    {
      title: words.state,
      cell: (notice) => (
        <Stack gap={4} align="flex-start">
          <Badge color={said.deliveryColors[notice.state]}>{said.deliveryStates[notice.state]}</Badge>
          <Tries delivery={notice} />
        </Stack>
      ),
    },
  ];
  return (
    <Section title={words.notices}>
      <DataTable
        label={words.notices}
        columns={columns}
        rows={notices}
        of={({ id }) => id}
        empty={
          <>
            {words.noNotices}{" "}
            <TextLink to="/settings/notices" underline="always">
              {words.toNotices}
            </TextLink>
          </>
        }
      />
    </Section>
  );
}
