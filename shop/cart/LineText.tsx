import { Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormats } from "../../ui/format.ts";
import { Price, type Priced } from "../products/Price.tsx";
import { StockState, type Stock } from "../products/StockState.tsx";

type Props = {
  productName: ReactNode;
  variationName: string;
  quantity: number;
  /** Each question with its answer, as far as there are any. */
  answers: { question?: string | undefined; answer: string }[];
  /** A price of each; null: it is no longer sold. */
  priced: Priced | null;
  /** Whether it can still be had, while it is not ordered yet. */
  stock?: Stock | undefined;
};

/** A line of a cart or an order in words: what, which one, with which answers, and what it costs. */
export function LineText({ productName, variationName, quantity, answers, priced, stock }: Props) {
  const formats = useFormats();
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap" gap="md">
      <Stack gap={2} miw={0} align="flex-start">
        <Text fw={550} style={{ overflowWrap: "anywhere" }} component="div">
          {productName}
        </Text>
        {variationName === "" ? null : <Text size="sm">{variationName}</Text>}
        {answers
          .filter(({ answer }) => answer !== "")
          .map(({ question, answer }, at) => (
            // Answers have no name of their own but their place.
            <Text key={`${at} ${answer}`} size="sm" className="soft" style={{ overflowWrap: "anywhere" }}>
              {question === undefined ? answer : `${question}: ${answer}`}
            </Text>
          ))}
        <Group gap="xs">
          {priced === null ? null : <Price of={[priced]} size="sm" />}
          {stock === undefined ? null : <StockState stock={stock} />}
        </Group>
      </Stack>
      <Text fw={650} className="number">
        {priced === null ? "" : formats.yen(priced.price * quantity)}
      </Text>
    </Group>
  );
}

/** A cart line's answers beside the questions that they answer. */
export function answered(questions: { name: string }[] | undefined, answers: string[]) {
  return answers.map((answer, at) => ({ question: questions?.[at]?.name, answer }));
}
