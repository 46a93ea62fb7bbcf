import { Alert, Text } from "@mantine/core";
import type { BulkJob } from "../../../src/http/api-types.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { bulkWords } from "./words.ts";

/** The result of a file, in sentences. */
export function Summary({ job }: { job: BulkJob }) {
  const words = useWords(bulkWords);
  const { number } = useFormats();
  const good = job.dryRun ? words.previewed : words.finished;
  return (
    <div role="status">
      <Text fw={600}>{job.done === 0 ? words.nothingGood : good(number(job.done))}</Text>
      {job.failed === 0 ? null : <Text className="sold-out">{words.bad(number(job.failed))}</Text>}
      {job.stoppedAt === undefined ? null : <Text>{words.stoppedAt(number(job.stoppedAt))}</Text>}
      {job.notDone === 0 ? null : <Text>{words.notDone(number(job.notDone))}</Text>}
      {job.reason === undefined ? null : (
        <Alert color="shu" variant="light" mt="xs">
          {job.reason}
        </Alert>
      )}
    </div>
  );
}
