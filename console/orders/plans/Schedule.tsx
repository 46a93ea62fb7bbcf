import { Alert, Button, Stack, Text } from "@mantine/core";
import type { Plan } from "../../../src/http/api-types.ts";
import { Facts } from "../../../ui/Facts.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { Section } from "../../../ui/Section.tsx";
import { useMay } from "../../frame/session.ts";
import { PlanMark } from "./PlanMark.tsx";
import { usePlanStep } from "./usePlanStep.ts";
import { planWords } from "./words.ts";

/** The dates of a plan, and why the order of a date is still open. */
export function Schedule({ plan }: { plan: Plan }) {
  const words = useWords(planWords);
  const { day } = useFormats();
  const mayEdit = useMay("orders.edit");
  const step = usePlanStep(plan);
  const { state, problem, nextOn, every } = plan;
  return (
    <Section title={words.schedule} actions={<PlanMark plan={plan} />}>
      <Stack gap="sm">
        {state === "active" && problem !== null && nextOn !== null ? (
          <Alert color="shu" variant="light" title={words.open}>
            <Text size="sm">{problem}</Text>
            <Text size="sm" mt={4}>
              {words.openSays(day(nextOn))}
            </Text>
            {mayEdit ? (
              <Button
                size="compact-sm"
                variant="default"
                mt="xs"
                loading={step.isPending}
                onClick={() => step.mutate({ does: "retry" })}
              >
                {words.retry}
              </Button>
            ) : null}
          </Alert>
        ) : null}
        {state === "paused" ? <Text size="sm">{words.pausedSays}</Text> : null}
        {state === "ended" ? <Text size="sm">{words.endedSays}</Text> : null}
        <Facts
          facts={[
            [words.nextOn, nextOn === null || state !== "active" ? words.noNext : day(nextOn)],
            [words.rhythm, words.every(every.count, every.unit)],
            [words.firstOn, day(plan.firstOn)],
            [words.endsOn, plan.endsOn === null ? null : day(plan.endsOn)],
          ]}
        />
      </Stack>
    </Section>
  );
}
