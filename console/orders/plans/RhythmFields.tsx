import { Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { DayField } from "../../../ui/DayField.tsx";
import { useWords } from "../../../ui/language.tsx";
import { Section } from "../../../ui/Section.tsx";
import type { EntryPart } from "../entry/form.ts";
import { orderWords } from "../parts/words.ts";
import { planWords } from "./words.ts";

/** The fields of a new plan: its kind, its interval, and its first date. */
export function NewPlanHead(part: EntryPart) {
  const words = useWords(planWords);
  const said = useWords(orderWords);
  const { form, errorOf } = part;
  return (
    <Section title={words.plan}>
      <Stack gap="sm">
        <NativeSelect
          label={said.kind}
          description={form.values.kind === "membershipFee" ? words.feeHint : undefined}
          data={Object.entries(words.kinds).map(([value, label]) => ({ value, label }))}
          {...form.getInputProps("kind")}
          error={errorOf("kind")}
        />
        <Rhythm {...part}>
          <DayField
            label={words.firstOn}
            description={words.firstHint}
            {...form.getInputProps("firstOn")}
            error={errorOf("firstOn")}
          />
        </Rhythm>
      </Stack>
    </Section>
  );
}

/** The fields of an existing plan: its kind and its first date cannot change. */
export function EditPlanHead(part: EntryPart) {
  const words = useWords(planWords);
  return (
    <Section title={words.rhythm}>
      <Rhythm {...part} />
    </Section>
  );
}

function Rhythm({ form, errorOf, children }: EntryPart & { children?: React.ReactNode }) {
  const words = useWords(planWords);
  return (
    <Group align="flex-end" gap="sm">
      <TextInput
        label={words.count}
        inputMode="numeric"
        w="5.5rem"
        {...form.getInputProps("every.count")}
        error={errorOf("every.count")}
      />
      <NativeSelect
        label={words.unit}
        data={Object.entries(words.units).map(([value, label]) => ({ value, label }))}
        {...form.getInputProps("every.unit")}
      />
      {children}
      <DayField
        label={words.endsOn}
        description={words.endsHint}
        {...form.getInputProps("endsOn")}
        error={errorOf("endsOn")}
      />
    </Group>
  );
}
