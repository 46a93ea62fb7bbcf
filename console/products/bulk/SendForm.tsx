import { Button, Group, Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { BulkJob } from "../../../src/http/api-types.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { FileDrop } from "./FileDrop.tsx";
import { MatchColumns } from "./MatchColumns.tsx";
import { chosenOf, usePreview, type Chosen } from "./preview.ts";
import { useSendFile } from "./send.ts";
import { bulkWords } from "./words.ts";

/** The form that sends a file for a check: the kind of job, what to do with wrong rows, and the file. */
export function SendForm() {
  const words = useWords(bulkWords);
  const [kind, setKind] = useState<BulkJob["kind"]>("register");
  const [onError, setOnError] = useState<BulkJob["onError"]>("skip");
  const [file, setFile] = useState<File | null>(null);
  const [isAsked, setAsked] = useState(false);
  const [chosen, choose] = useState<Chosen | null>(null);
  const preview = usePreview(file, kind, chosen);
  const isForeign = preview.data !== undefined && !preview.data.ours;
  const sending = useSendFile();
  return (
    <Section title={words.send}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          const mapping = isForeign ? (chosen ?? chosenOf(preview.data)) : null;
          if (file !== null) sending.mutate({ file, kind, onError, dryRun: true, mapping });
        }}
      >
        <Stack>
          <Radio.Group
            label={words.kind}
            value={kind}
            onChange={(value) => setKind(value as BulkJob["kind"])}
          >
            <Stack gap="xs" mt="xs">
              {(["register", "change"] as const).map((value) => (
                <Radio
                  key={value}
                  value={value}
                  label={words.kinds[value]}
                  description={words.kindSays[value]}
                />
              ))}
            </Stack>
          </Radio.Group>
          <Radio.Group
            label={words.onError}
            value={onError}
            onChange={(value) => setOnError(value as BulkJob["onError"])}
          >
            <Stack gap="xs" mt="xs">
              {(["skip", "stop"] as const).map((value) => (
                <Radio key={value} value={value} label={words.onErrors[value]} />
              ))}
            </Stack>
          </Radio.Group>
          <FileDrop
            file={file}
            choose={(next) => {
              setFile(next);
              choose(null);
            }}
            error={isAsked && file === null ? words.noFile : undefined}
          />
          {isForeign ? (
            <MatchColumns preview={preview.data} chosen={chosen ?? chosenOf(preview.data)} choose={choose} />
          ) : null}
          <ProblemNotice error={sending.error ?? preview.error} />
          <Group>
            <Button type="submit" loading={sending.isPending || preview.isFetching}>
              {words.check}
            </Button>
            <Text size="sm" className="soft">
              {words.checkSays}
            </Text>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
