import { Stack, Text } from "@mantine/core";
import type { ConnectionPreview } from "../../../src/http/api-types.ts";
import { Problem } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { QuantityChanges } from "../../effect/QuantityChanges.tsx";
import { Checks } from "./Checks.tsx";
import { faultsOf } from "./preview.ts";
import { connectionWords } from "./words.ts";

/** Makes the question before a save that switches something on; null if there are no faults and no quantity falls to 0. */
export function useQuestionBefore() {
  const words = useWords(connectionWords);
  return (shown: ConnectionPreview | Problem) => {
    const faults = shown instanceof Problem ? [] : faultsOf(shown);
    const isBad = shown instanceof Problem || faults.length > 0;
    if (!isBad && shown.quantities.toZero === 0) return null;
    return {
      title: isBad ? words.badTitle : words.fallTitle,
      says: (
        <Stack gap="xs">
          {shown instanceof Problem ? <Text size="sm">{shown.message}</Text> : <Checks checks={faults} />}
          {isBad ? <Text size="sm">{words.badSays}</Text> : <Text size="sm">{words.fallSays}</Text>}
          {shown instanceof Problem ? null : <QuantityChanges of={shown.quantities} />}
        </Stack>
      ),
      does: isBad ? words.badDoes : words.fallDoes,
      isDestructive: true,
      isBad,
    };
  };
}
