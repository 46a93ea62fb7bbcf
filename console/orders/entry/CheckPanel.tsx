import { Button, Stack, Text } from "@mantine/core";
import { isUnclear } from "../../../ui/api.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { Effect } from "../parts/Effect.tsx";
import { orderWords } from "../parts/words.ts";
import type { usePreview } from "./usePreview.ts";
import { entryWords } from "./words.ts";

type Props = {
  preview: ReturnType<typeof usePreview>;
  saving: { error: Error | null; isPending: boolean };
  does: string;
  note?: string | undefined;
  unclearHint?: string | undefined;
};

/** Shows what saving would do: the total, each quantity before and after, and the calls to Smaregi; with the button to save. */
export function CheckPanel({ preview, saving, does, note, unclearHint }: Props) {
  const words = useWords(entryWords);
  const said = useWords(orderWords);
  const { yen } = useFormats();
  const { shown, isCurrent } = preview;
  const error = saving.error ?? preview.error;
  return (
    <Section title={words.check}>
      <Stack gap="md">
        {shown === null ? null : (
          <div className={isCurrent ? undefined : "waiting"} aria-busy={!isCurrent}>
            <Stack gap="md">
              <dl className="sums">
                <div>
                  <dt>{said.subtotal}</dt>
                  <dd>{yen(shown.subtotal)}</dd>
                </div>
                <div className="total">
                  <dt>{said.total}</dt>
                  <dd>{yen(shown.total)}</dd>
                </div>
              </dl>
              <Effect of={shown} />
            </Stack>
          </div>
        )}
        {shown === null && error === null ? (
          <Text size="sm" className="soft">
            {words.fill}
          </Text>
        ) : null}
        {note === undefined ? null : <Text size="sm">{note}</Text>}
        {/* Errors of a field are shown beside it; here we only say that there are some. */}
        <ProblemNotice error={error} shownPaths={() => true} />
        {unclearHint !== undefined && saving.error !== null && isUnclear(saving.error) ? (
          <Text size="sm">{unclearHint}</Text>
        ) : null}
        <Button type="submit" loading={saving.isPending}>
          {does}
        </Button>
      </Stack>
    </Section>
  );
}
