import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { BulkJob } from "../../../src/http/api-types.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { QuantityChanges } from "../../effect/QuantityChanges.tsx";
import { effectWords } from "../../effect/words.ts";
import { useMay } from "../../frame/session.ts";
import { FileDrop } from "./FileDrop.tsx";
import { keptFile } from "./kept-file.ts";
import { quantitiesQuery } from "./queries.ts";
import { mappingOf, useSendFile } from "./send.ts";
import { bulkWords } from "./words.ts";

/** Runs what was checked, with exactly the file that was checked. If that file is gone, another one has to be checked first. */
export function RunChecked({ job }: { job: BulkJob }) {
  const words = useWords(bulkWords);
  const said = useWords(effectWords);
  const { number } = useFormats();
  const mayBulk = useMay("products.bulk");
  const { id, kind, onError, deletes } = job;
  const mapping = mappingOf(job);
  const kept = useQuery({ queryKey: ["kept-file", id], queryFn: () => keptFile(id), gcTime: 0 });
  const [chosen, choose] = useState<File | null>(null);
  const sending = useSendFile();
  const effect = useQuery({ ...quantitiesQuery(id), enabled: mayBulk && job.done > 0 });
  const [hasSeen, setSeen] = useState(false);
  const seen = effect.data?.quantities ?? null;
  const zeros = seen?.toZero ?? 0;
  if (!mayBulk || job.done === 0 || kept.isPending) return null;
  const file = kept.data ?? null;
  if (file === null)
    return (
      <Stack gap="sm">
        <Text>{words.chooseAgain}</Text>
        <FileDrop file={chosen} choose={choose} />
        <ProblemNotice error={sending.error} />
        <Group>
          <Button
            disabled={chosen === null}
            loading={sending.isPending}
            onClick={() => {
              if (chosen !== null) sending.mutate({ file: chosen, kind, onError, dryRun: true, mapping });
            }}
          >
            {words.check}
          </Button>
        </Group>
      </Stack>
    );
  return (
    <Stack gap="sm">
      {seen === null ? null : (
        <div>
          <Text fw={600}>{words.quantities}</Text>
          <QuantityChanges of={seen} />
        </div>
      )}
      {/* If Smaregi does not answer, we say so, but do not block the file: it may be about prices only. */}
      <ProblemNotice error={effect.error} retry={() => void effect.refetch()} />
      {zeros === 0 ? null : (
        <Checkbox
          label={said.sawZeros(number(zeros))}
          checked={hasSeen}
          onChange={(event) => setSeen(event.currentTarget.checked)}
        />
      )}
      <ProblemNotice error={sending.error} />
      <Group>
        <Button
          loading={sending.isPending || effect.isLoading}
          disabled={zeros > 0 && !hasSeen}
          {...(deletes > 0 ? { color: "shu" } : {})}
          onClick={() => sending.mutate({ file, kind, onError, dryRun: false, mapping, checkedId: id })}
        >
          {words.run}
        </Button>
        {deletes === 0 ? null : <Text className="sold-out">{words.runDeletes(number(deletes))}</Text>}
      </Group>
    </Stack>
  );
}
