import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { BulkJob } from "../../../src/http/api-types.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { useList } from "../../../ui/list.ts";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { useMay } from "../../frame/session.ts";
import { download } from "../../../ui/download.ts";
import { FileDrop } from "./FileDrop.tsx";
import { refusedOptions } from "./queries.ts";
import { mappingOf, useSendFile } from "./send.ts";
import { bulkWords } from "./words.ts";

/** The wrong rows with their reasons, a file to correct them in, and a form to send it again. */
export function Refused({ job }: { job: BulkJob }) {
  const words = useWords(bulkWords);
  const { number } = useFormats();
  const mayBulk = useMay("products.bulk");
  const { rows, error, retry, ...list } = useList(refusedOptions(job.id));
  const [file, choose] = useState<File | null>(null);
  const sending = useSendFile();
  const saving = useMutation({
    mutationFn: () => download(`/api/v1/bulk-jobs/${job.id}/errors.csv`, "errors.csv"),
  });
  return (
    <Section
      title={words.errors}
      actions={
        <Button variant="default" size="xs" loading={saving.isPending} onClick={() => saving.mutate()}>
          {words.errorFile}
        </Button>
      }
    >
      <ProblemNotice error={error ?? saving.error} retry={retry} />
      <DataTable
        {...list}
        label={words.errorsLabel}
        rows={rows}
        of={({ row }) => String(row)}
        empty=""
        columns={[
          { title: words.row, isNumber: true, width: "5rem", cell: ({ row }) => number(row) },
          {
            title: words.reason,
            cell: ({ problems }) => (
              <Stack gap={2}>
                {problems.map(({ column, message }) => (
                  <span key={`${column} ${message}`}>
                    {column === null ? null : <strong>{column} </strong>}
                    {message}
                  </span>
                ))}
              </Stack>
            ),
          },
        ]}
      />
      {mayBulk ? (
        <Stack gap="sm" mt="md">
          <Text size="sm">{words.mendSays}</Text>
          <FileDrop file={file} choose={choose} />
          <ProblemNotice error={sending.error} />
          <Group>
            <Button
              variant="default"
              disabled={file === null}
              loading={sending.isPending}
              onClick={() => {
                const { kind, onError } = job;
                if (file !== null)
                  sending.mutate({ file, kind, onError, dryRun: true, mapping: mappingOf(job) });
              }}
            >
              {words.mend}
            </Button>
          </Group>
        </Stack>
      ) : null}
    </Section>
  );
}
