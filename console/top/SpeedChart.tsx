import "@mantine/charts/styles.css";
import { BarChart } from "@mantine/charts";
import type { Status } from "../../src/http/api-types.ts";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { topWords } from "./words.ts";

/** A bar for each of today's syncs, oldest first. The same is beside it in words, so screen readers skip it. */
export default function SpeedChart({ each }: { each: Status["syncLatencies"] }) {
  const words = useWords(topWords);
  const { clock, duration } = useFormats();
  const data = each.map(({ at, milliseconds }) => ({ at: clock(at), [words.took]: milliseconds }));
  return (
    <BarChart
      h={120}
      data={data}
      dataKey="at"
      series={[{ name: words.took, color: "ai.6" }]}
      valueFormatter={duration}
      gridAxis="x"
      tickLine="none"
      maxBarWidth={14}
      barChartProps={{ accessibilityLayer: false }}
      barProps={{ isAnimationActive: false }}
      xAxisProps={{ minTickGap: 40 }}
      yAxisProps={{ width: 80, tickCount: 3 }}
    />
  );
}
