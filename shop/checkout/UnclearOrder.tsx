import { Alert, Button, Text } from "@mantine/core";
import { useState } from "react";
import { useWords } from "../../ui/language.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { words as dictionary } from "../cart/words.ts";
import { readAttempt } from "./attempt.ts";
import { useSend } from "./useSend.ts";

/** Shown if an order was sent before but its answer never came: lets the buyer find out without a second order. */
export function UnclearOrder() {
  const words = useWords(dictionary);
  const [attempt] = useState(readAttempt);
  const send = useSend();
  if (attempt === null) return null;
  return (
    <>
      <ProblemNotice error={send.error} />
      <Alert color="yellow" variant="light">
        <Text size="sm">{words.unclear}</Text>
        <Button mt="xs" size="xs" loading={send.isPending} onClick={() => send.mutate(attempt)}>
          {words.check}
        </Button>
      </Alert>
    </>
  );
}
