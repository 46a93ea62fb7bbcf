import { Group, Skeleton, Stack, Text } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { Status } from "../../src/http/api-types.ts";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { Section } from "../../ui/Section.tsx";
import { topWords } from "./words.ts";

// The chart library is large, and only this page needs it.
const SpeedChart = lazy(() => import("./SpeedChart.tsx"));

type Props = { latency: Status["syncLatencyMs"]; each: Status["syncLatencies"] };

/** B9: the time from Smaregi's notification to the stored quantity: the last one, the median and the worst of today. */
export function Speed({ latency: { last, median, worst }, each }: Props) {
  const words = useWords(topWords);
  const { duration, number } = useFormats();
  if (last === null || median === null || worst === null) {
    return (
      <Section title={words.speed}>
        <Text className="soft">{words.noSpeed}</Text>
      </Section>
    );
  }
  const figures = [
    [words.last, last],
    [words.median, median],
    [words.worst, worst],
  ] as const;
  return (
    <Section title={words.speed}>
      <Stack gap="sm">
        <Text size="sm" className="soft">
          {words.speedLead}
        </Text>
        <Group gap="xl" component="dl" m={0}>
          {figures.map(([name, milliseconds]) => (
            <div key={name}>
              <Text component="dt" size="sm" className="soft">
                {name}
              </Text>
              <Text component="dd" m={0} fz="lg" fw={650} className="figure">
                {duration(milliseconds)}
              </Text>
            </div>
          ))}
        </Group>
        <figure
          role="img"
          className="chart"
          aria-label={words.chart(number(each.length), duration(last), duration(median), duration(worst))}
        >
          <Suspense fallback={<Skeleton h={120} />}>
            <SpeedChart each={each} />
          </Suspense>
        </figure>
      </Stack>
    </Section>
  );
}
