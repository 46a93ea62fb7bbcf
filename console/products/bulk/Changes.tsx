import { Text } from "@mantine/core";
import type { BulkChange, BulkJob } from "../../../src/http/api-types.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { useList } from "../../../ui/list.ts";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { changesOptions } from "./queries.ts";
import { bulkWords } from "./words.ts";

/** The server stores the changes of at most so many rows. */
const mostKept = 500;

/** Lists what a checked file would change, row by row, with old and new values. */
export function Changes({ job }: { job: BulkJob }) {
  const words = useWords(bulkWords);
  const { number } = useFormats();
  const { rows, error, retry, ...list } = useList(changesOptions(job.id));
  return (
    <Section title={words.changes}>
      <ProblemNotice error={error} retry={retry} />
      <DataTable
        {...list}
        label={words.changesLabel}
        rows={rows}
        of={({ row }) => String(row)}
        empty={words.changesNone}
        columns={[
          { title: words.row, isNumber: true, width: "5rem", cell: ({ row }) => number(row) },
          {
            title: words.action,
            width: "5.5rem",
            cell: ({ action }) => (
              <span className={action === "delete" ? "sold-out" : undefined}>{words.actions[action]}</span>
            ),
          },
          {
            title: words.product,
            cell: ({ productName, systemProductNumber }) => (
              <div style={{ overflowWrap: "anywhere" }}>
                <Text>{productName}</Text>
                <Text size="sm" className="soft">
                  {systemProductNumber}
                </Text>
              </div>
            ),
          },
          { title: words.what, width: "50%", cell: ({ changes }) => <Values changes={changes} /> },
        ]}
      />
      {job.done > mostKept ? (
        <Text size="sm" className="soft" mt="sm">
          {words.changesFirst}
        </Text>
      ) : null}
    </Section>
  );
}

function Values({ changes }: Pick<BulkChange, "changes">) {
  const words = useWords(bulkWords);
  return (
    <dl className="values">
      {changes.map(({ column, before, after }) => (
        <div key={column}>
          <dt>{column}</dt>
          <dd>
            {before === null ? null : (
              <>
                <del aria-label={`${words.before} ${before}`}>{before}</del>
                <span aria-hidden> → </span>
              </>
            )}
            <ins aria-label={`${words.after} ${after ?? words.empty}`}>{after ?? words.empty}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
