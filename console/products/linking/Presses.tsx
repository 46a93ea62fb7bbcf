import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { LinkRun, LinksApplied } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { QuantityChanges } from "../../effect/QuantityChanges.tsx";
import { useMay } from "../../frame/session.ts";
import { linkingWords } from "./words.ts";

/** The button that links all certain proposals and says beforehand what it does, and the one that undoes all of them. */
export function Presses({ run }: { run: LinkRun }) {
  const words = useWords(linkingWords);
  const { number } = useFormats();
  const confirm = useConfirm();
  const client = useQueryClient();
  const mayRun = useMay("products.bulk");
  const at = `/api/v1/link-runs/${run.id}`;
  const again = () => void client.invalidateQueries({ queryKey: ["links"] });
  const apply = useMutation({
    mutationFn: async () => {
      const send = (takesZeros: boolean) =>
        ask<LinksApplied>("POST", `${at}/apply`, { body: { class: "certain", takesZeros } });
      const first = await send(false);
      const zeros = first.skipped.filter(({ reason }) => reason === "wouldFallToZero").length;
      if (zeros === 0) return first;
      // P3: if many quantities fall to 0 at once, a person has to confirm it a second time.
      const isMeant = await confirm({
        title: words.zeroTitle,
        says: words.zeroSays(number(zeros)),
        does: words.zeroDoes,
        isDestructive: true,
      });
      if (!isMeant) return first;
      const second = await send(true);
      return { applied: first.applied + second.applied, skipped: second.skipped };
    },
    onSettled: again,
  });
  const undo = useMutation({
    mutationFn: () => ask<LinksApplied>("POST", `${at}/undo`),
    onSettled: again,
  });
  if (!mayRun) return <Text className="soft">{words.mayNot}</Text>;
  const { links, changed, toZero, rises } = run.effect;
  const effect = words.effect(number(links), number(changed), number(toZero), number(rises));
  const askCertain = async () => {
    const question = {
      title: words.certainTitle,
      says: (
        <Stack gap="xs">
          <Text size="sm">{words.certainSays(effect)}</Text>
          {run.quantities === undefined ? null : <QuantityChanges of={run.quantities} />}
        </Stack>
      ),
      does: words.linkCertain(number(links)),
    };
    if (await confirm(question)) apply.mutate();
  };
  const askUndo = async () => {
    const question = { title: words.undoTitle, says: words.undoSays, does: words.undo, isDestructive: true };
    if (await confirm(question)) undo.mutate();
  };
  return (
    <Stack gap="sm" mt="sm">
      <Group gap="sm">
        {links === 0 ? null : (
          <Button loading={apply.isPending} onClick={() => void askCertain()}>
            {words.linkCertain(number(links))}
          </Button>
        )}
        {run.applied === 0 ? null : (
          <Button variant="default" loading={undo.isPending} onClick={() => void askUndo()}>
            {words.undo}
          </Button>
        )}
      </Group>
      <ProblemNotice error={apply.error ?? undo.error} />
      {apply.data === undefined ? null : (
        <Outcome done={words.done(number(apply.data.applied))} left={words.skipped} of={apply.data} />
      )}
      {undo.data === undefined ? null : (
        <Outcome done={words.undone(number(undo.data.applied))} left={words.kept} of={undo.data} />
      )}
    </Stack>
  );
}

type OutcomeProps = { done: string; left: (count: string) => string; of: LinksApplied };

/** The result of a press, and why some were left out. */
function Outcome({ done, left, of: { skipped } }: OutcomeProps) {
  const words = useWords(linkingWords);
  const { number } = useFormats();
  const reasons = [...new Set(skipped.map(({ reason }) => reason))];
  return (
    <div role="status">
      <Text size="sm">
        {done} {skipped.length === 0 ? null : left(number(skipped.length))}
      </Text>
      {reasons.map((reason) => (
        <Text key={reason} size="sm" className="soft">
          {words.skips[reason]}: {number(skipped.filter((each) => each.reason === reason).length)}
        </Text>
      ))}
    </div>
  );
}
