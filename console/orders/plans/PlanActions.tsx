import { Button } from "@mantine/core";
import type { Plan } from "../../../src/http/api-types.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { useConfirm } from "../../../ui/useConfirm.tsx";
import { ButtonLink } from "../../frame/links.tsx";
import { useMay } from "../../frame/session.ts";
import { usePlanStep } from "./usePlanStep.ts";
import { planWords } from "./words.ts";

/** The actions for a plan that has not ended. */
export function PlanActions({ plan }: { plan: Plan }) {
  const words = useWords(planWords);
  const { day } = useFormats();
  const mayEdit = useMay("orders.edit");
  const confirm = useConfirm();
  const step = usePlanStep(plan);
  const { id, state, nextOn } = plan;
  if (state === "ended" || !mayEdit) return null;
  const end = async () => {
    const question = { title: words.endTitle, says: words.endSays, does: words.end };
    if (await confirm({ ...question, isDestructive: true })) step.mutate({ does: "end" });
  };
  const skip = async (on: string) => {
    const question = { title: words.skipTitle(day(on)), says: words.skipSays, does: words.skip };
    if (await confirm({ ...question, isDestructive: true })) step.mutate({ does: "skip", on });
  };
  const does = state === "active" ? "pause" : "resume";
  return (
    <>
      <Button variant="subtle" color="shu" disabled={step.isPending} onClick={() => void end()}>
        {words.end}
      </Button>
      {state === "active" && nextOn !== null ? (
        <Button variant="default" disabled={step.isPending} onClick={() => void skip(nextOn)}>
          {words.skip}
        </Button>
      ) : null}
      <Button variant="default" disabled={step.isPending} onClick={() => step.mutate({ does })}>
        {words[does]}
      </Button>
      <ButtonLink to="/plans/$id/edit" params={{ id }} variant="default">
        {words.edit}
      </ButtonLink>
    </>
  );
}
