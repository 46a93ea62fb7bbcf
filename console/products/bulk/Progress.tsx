import { Progress as Bar, Text } from "@mantine/core";
import type { BulkJob } from "../../../src/http/api-types.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { Section } from "../../../ui/Section.tsx";
import { bulkWords } from "./words.ts";

/** The progress of a file, live. */
export function Progress({ job }: { job: BulkJob }) {
  const words = useWords(bulkWords);
  const { number } = useFormats();
  const seen = job.done + job.failed;
  const percent = job.rows === 0 ? 0 : Math.floor((seen / job.rows) * 100);
  const says = words.progressOf(number(seen), number(job.rows));
  return (
    <Section title={words.progress}>
      <Text mb="sm">{job.dryRun ? words.checking : words.working}</Text>
      <Bar.Root size="lg">
        <Bar.Section value={percent} color="ai" aria-label={words.progress} aria-valuetext={says} />
      </Bar.Root>
      <Text size="sm" className="soft" mt="xs">
        {says}
      </Text>
    </Section>
  );
}
