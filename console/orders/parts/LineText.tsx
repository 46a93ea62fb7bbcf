import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../../../ui/language.tsx";
import "./orders.css";
import { orderWords } from "./words.ts";

export type LineNames = {
  productName: string;
  variationName: string;
  systemProductNumber: string;
  answers?: string[] | undefined;
  questions?: string[] | undefined;
};

/** A line in words: product and variation, its system product number, and the answers to the questions. */
export function LineText({ line, children }: { line: LineNames; children?: ReactNode }) {
  const words = useWords(orderWords);
  return (
    <div className="line-text">
      <Text fw={600}>
        {line.productName} {line.variationName}
      </Text>
      <Text size="sm" className="soft">
        {line.systemProductNumber}
      </Text>
      {line.answers?.map((answer, index) => (
        <Text size="sm" key={line.questions?.[index] ?? index}>
          {line.questions?.[index]}: {answer === "" ? words.unanswered : answer}
        </Text>
      ))}
      {children}
    </div>
  );
}
