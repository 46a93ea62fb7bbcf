import { Group, NativeSelect } from "@mantine/core";
import { DayField } from "../../../ui/DayField.tsx";
import { useWords } from "../../../ui/language.tsx";
import { Section } from "../../../ui/Section.tsx";
import { orderWords } from "../parts/words.ts";
import type { EntryPart } from "./form.ts";
import { entryWords } from "./words.ts";

/** The kind of a new order, and the release date of a preorder. */
export function KindFields(part: EntryPart) {
  const words = useWords(entryWords);
  const said = useWords(orderWords);
  const { kind } = part.form.values;
  const order = ["proxy", "normal", "preorder", "subscription", "membershipFee"] as const;
  return (
    <Section title={words.kindSection}>
      <Group align="flex-start" gap="sm">
        <NativeSelect
          label={said.kind}
          description={words.kindHints[kind]}
          data={order.map((value) => ({ value, label: said.kinds[value] }))}
          {...part.form.getInputProps("kind")}
          error={part.errorOf("kind")}
          flex="1 1 16rem"
        />
        {kind === "preorder" ? <ReleaseField {...part} /> : null}
      </Group>
    </Section>
  );
}

/** The release date of a preorder that is edited; its kind cannot change. */
export function ReleaseSection(part: EntryPart) {
  const said = useWords(orderWords);
  if (part.form.values.kind !== "preorder") return null;
  return (
    <Section title={said.kinds.preorder}>
      <ReleaseField {...part} />
    </Section>
  );
}

/** The release date of a preorder's goods; it may be open. */
function ReleaseField({ form, errorOf }: EntryPart) {
  const said = useWords(orderWords);
  return (
    <DayField label={said.releaseOn} {...form.getInputProps("releaseOn")} error={errorOf("releaseOn")} />
  );
}
