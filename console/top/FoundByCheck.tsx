import { Alert } from "@mantine/core";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { topWords } from "./words.ts";

/** P2: how many differences the rolling check found and repaired. The number should be 0. */
export function FoundByCheck({ count }: { count: number }) {
  const words = useWords(topWords);
  const { number } = useFormats();
  return (
    <Alert variant="light" color="gray">
      {words.found(number(count))}
    </Alert>
  );
}
