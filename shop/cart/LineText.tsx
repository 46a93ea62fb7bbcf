import { Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormats } from "../../ui/format.ts";
import { Price, type Priced } from "../products/Price.tsx";
import { StockState, type Stock } from "../products/StockState.tsx";

type Props = {
  productName: ReactNode;
  variationName: string;
  quantity: number;
  /** The answers with their questions, if there are any. */
  answers: { question?: string | undefined; answer: string }[];
  /** The price of one; null: it is no longer sold. */
  priced: Priced | null;
  /** The stock, for a line that is not ordered yet. */
  stock?: Stock | undefined;
};

/** A line of a cart or an order in words: product, variation, answers and price. */
export function LineText({ productName, variationName, quantity, answers, priced, stock }: Props) {
  const formats = useFormats();
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap" gap="md">
      <Stack gap={2} className="text" align="flex-start">
        <Text fw={550} component="div">
          {productName}
        </Text>
        {variationName === "" ? null : <Text size="sm">{variationName}</Text>}
        {answers
          .filter(({ answer }) => answer !== "")
          .map(({ question, answer }, at) => (
            // An answer has no name, so its position is the key.
            <Text key={`${at} ${answer}`} size="sm" className="soft">
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

/** Pairs a cart line's answers with their questions. */
export function answered(questions: { name: string }[] | undefined, answers: string[]) {
  return answers.map((answer, at) => ({ question: questions?.[at]?.name, answer }));
}
