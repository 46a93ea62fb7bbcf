import { Badge, Progress as Bar, Stack, Text } from "@mantine/core";
import type { Reconciliation } from "../../../src/http/api-types.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { reconciliationWords } from "./words.ts";

const colors = { waiting: "gray", running: "yellow", done: "green", failed: "shu" };

/** A run's state in a word. */
export function StateBadge({ run }: { run: Reconciliation }) {
  const words = useWords(reconciliationWords);
  return <Badge color={colors[run.state]}>{words.states[run.state]}</Badge>;
}

/** The progress of a run: products and orders together, as far as they are counted. */
export function Progress({ run }: { run: Reconciliation }) {
  const words = useWords(reconciliationWords);
  const { number } = useFormats();
  const { checked, toCheck } = run;
  const all = (toCheck.products ?? 0) + (toCheck.orders ?? 0);
  const done = checked.products + checked.orders;
  const percent = all === 0 ? 0 : Math.min(100, Math.round((done / all) * 100));
  const far = (name: string, is: number, of: number | null) =>
    of === null ? null : (
      <Text size="sm">
        {name} {words.of(number(is), number(of))}
      </Text>
    );
  return (
    <Stack gap="xs" role="status">
      <Text>{run.state === "waiting" ? words.waiting : words.running}</Text>
      <Bar.Root size="lg">
        <Bar.Section value={percent} aria-label={words.progress} animated />
      </Bar.Root>
      {far(words.checkedProducts, checked.products, toCheck.products)}
      {far(words.checkedOrders, checked.orders, toCheck.orders)}
    </Stack>
  );
}
