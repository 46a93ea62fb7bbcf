import { Button, Checkbox, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { ShippedFile } from "../../../src/http/api-types.ts";
import { ask, withQuery } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { readCsv } from "../../../ui/read-file.ts";
import { common } from "../../../ui/words.ts";
import { filesWords } from "./words.ts";

type Kind = ShippedFile["rows"][number]["kind"];
const kinds: Kind[] = ["sets", "same", "replaces", "unknown", "cancelled", "notANumber", "twice"];
const mostShown = 50;

const send = (file: Blob, query: { dryRun: boolean; replace: boolean }) =>
  ask<ShippedFile>("POST", withQuery("/api/v1/order-files/shipped", query), { csv: file });

/** Imports the tracking numbers from B2クラウド's 発行済データ. Says beforehand what each row does (W5). */
export function TakeShipped({ close, begun }: { close(): void; begun(jobId: string): void }) {
  const words = useWords(filesWords);
  const said = useWords(common);
  const [file, setFile] = useState<Blob | null>(null);
  const [replace, setReplace] = useState(false);
  const look = useMutation({
    mutationFn: async (chosen: File) => {
      // Read only once: the file that is previewed is the one that is imported.
      const csv = await readCsv(chosen);
      setFile(csv);
      return await send(csv, { dryRun: true, replace: false });
    },
  });
  const take = useMutation({
    mutationFn: (chosen: Blob) => send(chosen, { dryRun: false, replace }),
    onSuccess: ({ jobId }) => {
      if (jobId !== null) begun(jobId);
      close();
    },
  });
  const rows = look.data?.rows ?? [];
  const count = (kind: Kind) => rows.filter((row) => row.kind === kind).length;
  const isTaken = (kind: Kind) => kind === "sets" || kind === "same" || (kind === "replaces" && replace);
  const others = rows.filter(({ kind }) => !isTaken(kind));
  const some = count("sets") + (replace ? count("replaces") : 0);
  return (
    <Modal
      opened
      onClose={close}
      title={words.takeTitle}
      size="lg"
      closeButtonProps={{ "aria-label": said.close }}
    >
      <Stack gap="sm">
        <Text size="sm">{words.takeLead}</Text>
        <label className="file-field">
          <Text size="sm" fw={600}>
            {words.file}
          </Text>
          <input
            type="file"
            accept=".csv,text/csv"
            // Otherwise a browser says nothing when the same file, corrected meanwhile, is chosen again.
            onClick={({ currentTarget }) => (currentTarget.value = "")}
            onChange={({ currentTarget: { files } }) => {
              const chosen = files?.[0] ?? null;
              setFile(null);
              take.reset();
              if (chosen === null) look.reset();
              else look.mutate(chosen);
            }}
          />
        </label>
        <ProblemNotice error={look.error ?? take.error} />
        {rows.length === 0 ? null : (
          <ul className="plain" aria-live="polite">
            {kinds.map((kind) =>
              count(kind) === 0 ? null : <li key={kind}>{words.counted(words.kinds[kind], count(kind))}</li>,
            )}
          </ul>
        )}
        {count("replaces") === 0 ? null : (
          <Checkbox
            label={words.replace}
            checked={replace}
            onChange={({ currentTarget }) => setReplace(currentTarget.checked)}
          />
        )}
        {others.length === 0 ? null : (
          <div>
            <Text size="sm" fw={600}>
              {words.rowsOf}
            </Text>
            <ul className="plain small">
              {others.slice(0, mostShown).map((row) => (
                <li key={row.row}>
                  {words.row(row.row, row.number, row.trackingNumber)} {words.kinds[row.kind]}
                </li>
              ))}
            </ul>
          </div>
        )}
        <Button
          loading={take.isPending || look.isPending}
          disabled={file === null || rows.length === 0}
          onClick={() => file !== null && take.mutate(file)}
        >
          {words.doTake(some)}
        </Button>
      </Stack>
    </Modal>
  );
}
