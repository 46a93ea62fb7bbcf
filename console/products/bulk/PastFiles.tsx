import { Text } from "@mantine/core";
import { DataTable } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { useList } from "../../../ui/list.ts";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { TextLink } from "../../frame/links.tsx";
import { jobsOptions } from "./queries.ts";
import { bulkWords } from "./words.ts";

/** The files that were sent before, newest first. */
export function PastFiles() {
  const words = useWords(bulkWords);
  const formats = useFormats();
  const { rows, error, retry, ...list } = useList(jobsOptions);
  return (
    <Section title={words.past}>
      <ProblemNotice error={error} retry={retry} />
      <DataTable
        {...list}
        label={words.pastLabel}
        rows={rows}
        of={({ id }) => id}
        empty={words.pastNone}
        columns={[
          {
            title: words.at,
            width: "13rem",
            cell: ({ id, createdAt }) => (
              <TextLink to="/products/bulk/$id" params={{ id }}>
                {formats.moment(createdAt)}
              </TextLink>
            ),
          },
          {
            title: words.work,
            cell: ({ kind, dryRun }) => (
              <>
                {words.kinds[kind]}{" "}
                {dryRun ? (
                  <Text span size="sm" className="soft">
                    {words.dryRun}
                  </Text>
                ) : null}
              </>
            ),
          },
          { title: words.state, cell: ({ state }) => words.states[state] },
          { title: words.rows, isNumber: true, cell: ({ rows: count }) => formats.number(count) },
          {
            title: words.refused,
            isNumber: true,
            cell: ({ failed }) =>
              failed === 0 ? "0" : <span className="sold-out">{formats.number(failed)}</span>,
          },
        ]}
      />
    </Section>
  );
}
